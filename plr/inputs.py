"""Where the input tables are: the Python face of the input seam (its SQL face: macros/inputs.sql).

PLR_INPUTS names a folder of Parquet or CSV files (`<table>.parquet`, `<table>.csv`, or a folder
`<table>/` of either), or `schema:<name>` for tables in a schema; by default the demo company.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

DEFAULT_LOCATION = "plr/demo/inputs"


@dataclass(frozen=True)
class Input:
    """One input table that is there: how to read it, and its columns by physical type.

    problem is a sentence where it cannot be read; relation is then not to be used.
    """

    table: str
    relation: str
    files: tuple[str, ...]
    columns: dict[str, str]
    problem: str | None = None


def location() -> str:
    """Return the place of the inputs."""
    return os.environ.get("PLR_INPUTS", DEFAULT_LOCATION)


def find(session: Any, table: str) -> Input | None:
    """Return an input table, or None where it is absent.

    session: a DuckDB connection. Never raises for an unreadable file; the problem says what it is.
    """
    place = location()
    if place.startswith("schema:"):
        schema = place.split(":", 1)[1]
        found = session.execute(
            "select count(*) from information_schema.tables "
            "where table_catalog = current_database() and table_schema = ? and table_name = ?",
            [schema, table],
        ).fetchall()[0][0]
        if not found:
            return None
        return _described(session, table, f'"{schema}"."{table}"', (f"{schema}.{table}",))
    root = Path(place)
    for ending, reader in (("parquet", "read_parquet"), ("csv", "read_csv")):
        single, folder = root / f"{table}.{ending}", root / table
        inside = sorted(folder.rglob(f"*.{ending}")) if folder.is_dir() else []
        if not inside and not single.exists():
            continue
        path = f"{folder}/**/*.{ending}" if inside else str(single)
        files = tuple(str(p.relative_to(root)) for p in (inside or [single]))
        options = "" if ending == "parquet" else ", all_varchar = true, header = true"
        relation = f"{reader}('{path}', union_by_name = true, hive_partitioning = false{options})"
        return _described(session, table, relation, files)
    return None


def _described(session: Any, table: str, relation: str, files: tuple[str, ...]) -> Input:
    try:
        rows = session.execute(f"describe select * from {relation}").fetchall()
    except Exception as error:  # an unreadable file is a finding, not a crash
        return Input(table, relation, files, {}, str(error).splitlines()[0])
    return Input(table, relation, files, {row[0].lower(): row[1] for row in rows})


def days(session: Any, table: str, columns: list[str]) -> dict[date, int]:
    """Return rows per day of the first column that is not null; {} where that cannot be read."""
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
