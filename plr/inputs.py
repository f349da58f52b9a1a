"""Where the input tables are: the Python face of the input seam (its SQL face: macros/inputs.sql).

PLR_INPUTS names a folder of Parquet or CSV files (`<table>.parquet`, `<table>.csv`, or a folder
`<table>/` of either, at any depth), or `schema:<name>` for tables in a schema; by default the demo
company. Both faces find the same files and read a value in the same way; a test compares them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from plr import as_of as as_of_seam

DEFAULT_LOCATION = "plr/demo/inputs"
# What quotes is stated: a reader that guesses takes a file with one stray mark for one without any.
CSV_DIALECT = """all_varchar = true, header = true, quote = '"', escape = '"', comment = ''"""
SQL_TYPES = {
    "string": "varchar",
    "int": "bigint",
    "decimal": "decimal(38, 10)",
    "float": "double",
    "bool": "boolean",
    "date": "date",
    "timestamp": "timestamp",
}
_INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
_WIDE = {"UBIGINT", "HUGEINT", "UHUGEINT"}
_FLOATS = {"FLOAT", "DOUBLE"}


@dataclass(frozen=True)
class Input:
    """One input table that is there: how to read it, and its columns by physical type.

    relation reads every row; file is an SQL expression that names a row's file, relative to the
    inputs. problem is a sentence where the table cannot be read; relation is then not to be used.
    clashes names the places where a table stands twice (Parquet and CSV, or file and folder).
    """

    table: str
    relation: str
    files: tuple[str, ...]
    columns: dict[str, str] = field(default_factory=dict)
    problem: str | None = None
    clashes: tuple[str, ...] = ()
    file: str = "''"


def location() -> str:
    """Return the place of the inputs."""
    return os.environ.get("PLR_INPUTS", DEFAULT_LOCATION)


def find(session: Any, table: str) -> Input | None:
    """Return an input table, or None where it is absent.

    session: a DuckDB connection. Never raises for an unreadable file; the problem says what it is.
    """
    place = location()
    if place.startswith("schema:"):
        return _find_in_schema(session, table, place.split(":", 1)[1])
    root = place.rstrip("/")
    forms = _forms(Path(root), table)
    if not forms:
        return None
    ending, pattern, paths = forms[0]
    quoted = root.replace("'", "''")
    path = f"{quoted}/{pattern}"
    options = "union_by_name = true, filename = true, hive_partitioning = false"
    if ending == "parquet":
        relation = f"read_parquet('{path}', {options})"
    else:
        relation = f"read_csv('{path}', {CSV_DIALECT}, {options})"
    return _described(
        session,
        Input(
            table=table,
            relation=relation,
            files=tuple(str(p.relative_to(root)) for p in paths),
            clashes=tuple(form[1] for form in forms) if len(forms) > 1 else (),
            file=f"replace(filename, '{quoted}/', '')",
        ),
        root,
    )


def only(found: Input, names: list[str]) -> str:
    """Return the relation of some of a table's files; of the table where it has none."""
    if not found.relation.startswith("read_"):
        return found.relation
    root = location().rstrip("/")
    reader, rest = found.relation.split("(", 1)
    options = rest[rest.index("', ") + 1 :]
    paths = ", ".join("'" + f"{root}/{name}".replace("'", "''") + "'" for name in names)
    return f"{reader}([{paths}]{options}"


def _find_in_schema(session: Any, table: str, schema: str) -> Input | None:
    found = session.execute(
        "select count(*) from information_schema.tables "
        "where table_catalog = current_database() and table_schema = ? and table_name = ?",
        [schema, table],
    ).fetchall()[0][0]
    if not found:
        return None
    name = f"{schema}.{table}"
    return _described(
        session, Input(table, f'"{schema}"."{table}"', (name,), file=f"'{name}'"), None
    )


def _forms(root: Path, table: str) -> list[tuple[str, str, list[Path]]]:
    """Return (ending, pattern, files) of every form of a table; the first is the one read."""
    folder = root / table
    inside = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    forms = []
    for ending in ("parquet", "csv"):
        nested = sorted(path for path in inside if path.suffix == f".{ending}")
        if nested:
            forms.append((ending, f"{table}/**/*.{ending}", nested))
        single = root / f"{table}.{ending}"
        if single.is_file():
            forms.append((ending, f"{table}.{ending}", [single]))
    return forms


def _described(session: Any, found: Input, root: str | None) -> Input:
    try:
        rows = session.execute(f"describe select * from {found.relation}").fetchall()
    except Exception as error:  # an unreadable file is a finding, not a crash
        return _with(found, problem=problem_of(session, found, root, error))
    columns = {row[0].lower(): row[1] for row in rows}
    if root is not None:
        columns.pop("filename", None)
    return _with(found, columns=columns)


def problem_of(session: Any, found: Input, root: str | None, error: Exception) -> str:
    """Return what is wrong with a table that cannot be read, and in which of its files.

    Raises the error where it is no fault of the file: what the machine lacks is not to be exported
    again, and the model that met it is run again by `dbt retry`.
    """
    if isinstance(error, duckdb.OutOfMemoryException) or "No space left" in str(error):
        raise error
    reader = found.relation.split("(", 1)[0]
    if root is not None and reader in ("read_parquet", "read_csv"):
        options = "" if reader == "read_parquet" else f", {CSV_DIALECT}"
        for name in found.files:
            try:
                path = f"{root}/{name}".replace("'", "''")
                session.execute(
                    f"select count(*), min(hash(columns(*))) from {reader}('{path}'{options})"
                ).fetchall()
            except Exception as own:  # the file that is to blame
                return f"{name}: {_short(own, root)}"
    return f"{', '.join(found.files[:3])}: {_short(error, root)}"


def _short(error: Exception, root: str | None) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    text = lines[0] if lines else type(error).__name__
    return (text.replace(f"{root}/", "") if root else text)[:300]


def _with(found: Input, **changes: Any) -> Input:
    return Input(**{**found.__dict__, **changes})


def text_of(name: str, physical: str) -> str:
    """Return the expression of a stored value, blank text being absent."""
    return f"nullif(trim(\"{name}\"), '')" if physical == "VARCHAR" else f'"{name}"'


def typed(name: str, contract_type: str, physical: str) -> str:
    """Return the expression of a stored value in its contract type; null where it cannot be read.

    Times with an offset become UTC; times without one are taken as UTC.
    """
    kind = SQL_TYPES[contract_type]
    if contract_type == "string":
        return f"nullif(\"{name}\", '')" if physical == "VARCHAR" else f'cast("{name}" as varchar)'
    text = text_of(name, physical)
    if contract_type == "float":  # NaN and the infinities are no numbers of a company
        number = f"try_cast({text} as double)"
        return f"case when not isnan({number}) and not isinf({number}) then {number} end"
    if physical.lower().replace(" ", "") == kind.replace(" ", ""):
        return f'"{name}"'
    if contract_type == "timestamp" and (physical == "VARCHAR" or "TIME ZONE" in physical):
        return f"(try_cast({text} as timestamptz) at time zone 'UTC')"
    return f"try_cast({text} as {kind})"


def is_always_readable(contract_type: str, physical: str) -> bool:
    """Whether every value of the physical type is a value of the contract type."""
    family = physical.split("(", 1)[0]
    if contract_type == "string":
        return is_readable_type(contract_type, physical)
    if contract_type == "int":
        return family in _INTEGERS
    if contract_type == "decimal":
        return family in _INTEGERS or family == "DECIMAL"
    if contract_type == "float":
        return family in _INTEGERS | _WIDE or family == "DECIMAL"
    if contract_type == "bool":
        return family == "BOOLEAN"
    return family == "DATE" or family.startswith("TIMESTAMP")


def is_readable_type(contract_type: str, physical: str) -> bool:
    """Whether values of the physical type can stand for the contract type at all."""
    family = physical.split("(", 1)[0]
    if "[" in physical or family in {"STRUCT", "MAP", "UNION", "BLOB", "BIT", "INTERVAL"}:
        return False
    if family == "VARCHAR" or contract_type == "string":
        return True
    numbers = _INTEGERS | _WIDE | _FLOATS | {"DECIMAL"}
    if contract_type in ("int", "decimal", "float"):
        return family in numbers
    if contract_type == "bool":
        return family == "BOOLEAN" or family in _INTEGERS
    return family == "DATE" or family.startswith("TIMESTAMP")


def days(session: Any, table: str, columns: list[str]) -> dict[date, int]:
    """Return rows per day of the first of the columns that is not null; {} where unreadable."""
    found = find(session, table)
    if found is None or found.problem:
        return {}
    present = [f"try_cast({name} as timestamp)" for name in columns if name in found.columns]
    if not present:
        return {}
    day = f"cast(coalesce({', '.join(present)}) as date)"
    try:
        rows = session.execute(
            f"select {day}, count(*) from {found.relation} where {day} is not null group by 1"
        ).fetchall()
    except Exception:  # the guard of the table says what is wrong with it
        return {}
    return dict(rows)


def as_of(
    session: Any, asked: date | None, min_volume_share: float, median_days: int
) -> as_of_seam.AsOf:
    """Return the day that a build on these inputs stands on.

    ValueError where nothing says, or where the inputs are not there at all.

    asked: the day that the caller names, if any; the others as in :func:`plr.as_of.find`.
    """
    place = location()
    if not place.startswith("schema:") and not Path(place).is_dir():
        raise ValueError(f"PLR_INPUTS names {place}, which is no folder.")
    billing = [
        days(session, "subscription_changes", ["ordered_at", "effective_on"]),
        days(session, "subscription_snapshots", ["snapshot_on"]),
        days(session, "invoice_lines", ["invoiced_at"]),
    ]
    return as_of_seam.find(
        asked,
        days(session, "product_events", ["occurred_at"]),
        max((day for counted in billing for day in counted), default=None),
        min_volume_share,
        median_days,
    )
