"""Fingerprints of what a build was made of, so that a changed figure can be traced to what changed.

A fingerprint is of one part of one component: a month of an input table as staged (by the column
that says when a row arrived), which record is which account (``identity``), one parameter or
another table of decisions, and the ``code``. Rows are hashed with DuckDB's own hash, 64 bits a row,
added up; it may differ between releases of DuckDB, so the release is part of the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from typing import Any

from plr.contract import Table, load

ROOT = Path(__file__).resolve().parents[2]
WHOLE = "all"
UNDATED = "undated"
CODE = ("models", "macros", "seeds", "plr")
APART = frozenset(
    "bench checks demo drills export.py generate.py label.py map_inputs.py mutants picture.py"
    " publish quick_test.py real_data.py run.py summary.py sweep.py trials".split()
)
"""What of plr makes no figure."""


@dataclass(frozen=True)
class Fingerprint:
    """``part`` is a month (2026-03), a parameter, or all."""

    component: str
    part: str
    value: str


def read(connection: Any, root: Path = ROOT) -> list[Fingerprint]:
    """Return the fingerprints of what stands in a warehouse, and of the project at ``root``."""
    there = {
        relation: columns
        for relation, columns in connection.execute(
            "select table_schema || '.' || table_name, list(column_name order by ordinal_position)"
            " from information_schema.columns where table_catalog = current_database() group by 1"
        ).fetchall()
    }
    found = [Fingerprint("code", WHOLE, code(root, connection))]
    for table in load(root).values():
        relation = f"staging.stg_{table.domain}__{table.name}"
        if relation in there and table.name != "parameters":  # told one by one below
            month = _month(table, there[relation])
            found += _parts(connection, table.name, relation, month, there[relation])
    decided = sorted(name for name in there if name.startswith("intermediate.int_config__"))
    for relation in decided:
        component = relation.split("__")[1]
        if component == "parameter_values":
            found += _parts(connection, "parameters", relation, "parameter", ["value"])
        elif component != "parameters":
            found += _parts(connection, component, relation, f"'{WHOLE}'", there[relation])
    bridge = "intermediate.int_identity__bridge"
    if bridge in there:
        found += _parts(connection, "identity", bridge, f"'{WHOLE}'", ["source_key", "account_id"])
    return found


def code(root: Path, connection: Any) -> str:
    """Return a hash of the files that make the models, and of DuckDB's release."""
    whole = md5()
    for path in _code_files(root):
        whole.update(f"{path.relative_to(root)}\n".encode())
        whole.update(path.read_bytes())
    ((release,),) = connection.execute("select version()").fetchall()
    whole.update(release.encode())
    return whole.hexdigest()


def _code_files(root: Path) -> Iterable[Path]:
    yield root / "dbt_project.yml"
    for folder in CODE:
        for path in sorted((root / folder).rglob("*")):
            inside = path.relative_to(root / folder).parts
            is_apart = folder == "plr" and inside[0] in APART
            if path.suffix in (".sql", ".py", ".csv") and path.is_file() and not is_apart:
                yield path


def _month(table: Table, columns: Sequence[str]) -> str:
    """Return SQL for the month in which a row of a table arrived."""
    dated = [name for name in table.arrives if name in columns]
    if not dated:
        return f"'{WHOLE}'"
    when = f"coalesce({', '.join(dated)})" if len(dated) > 1 else dated[0]
    return f"coalesce(strftime({when}, '%Y-%m'), '{UNDATED}')"


def _parts(
    connection: Any, component: str, relation: str, part: str, columns: Sequence[str]
) -> list[Fingerprint]:
    listed = ", ".join(f'"{name}"' for name in columns)
    rows = connection.execute(
        f"select {part}, count(*), sum(cast(hash({listed}) as hugeint)) from {relation}"
        " group by 1 order by 1"
    ).fetchall()
    return [
        Fingerprint(component, str(name), md5(f"{count}|{total}".encode()).hexdigest())
        for name, count, total in rows
    ]
