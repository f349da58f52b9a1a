"""A past day can be reproduced: a build as of that day equals a build of inputs cut at that day.

The cut is made here, on the files themselves: rows that arrived after the day are removed, with the
rows that belong to them, and dates of things that had not happened are blanked together with what
was known only with them.
"""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import duckdb
import pytest
from conftest import DBT

from plr import contract, demo

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2025, 6, 30)
# What the build says about the files themselves differs by design: the cut files hold fewer rows.
ABOUT_THE_FILES = {
    "rpt_input_counts",
    "rpt_input_quality",
    "rpt_quarantine",
    "quarantined_rows",
    "publication",
}


def cut(source: Path, target: Path, day: date) -> None:
    """Write every input table as it stood on the day."""
    target.mkdir()
    with duckdb.connect() as connection:
        tables = contract.load(ROOT)
        for name in contract.reference_order(tables):
            table = tables[name]
            path = source / f"{table.name}.parquet"
            if not path.exists():
                continue
            here = {
                row[0] for row in connection.execute(f"describe select * from '{path}'").fetchall()
            }
            arrived = [f"cast({name} as date)" for name in table.arrives if name in here]
            keep = f"coalesce({', '.join(arrived)}) <= date '{day}'" if arrived else "true"
            if arrived:
                keep = f"({keep} or coalesce({', '.join(arrived)}) is null)"
            for reference in table.references:
                parent = f"{reference.table}.parquet"
                if reference.is_quarantined and (source / parent).exists():
                    keep += (
                        f" and ({reference.column} is null or {reference.column} not in ("
                        f"select {reference.to} from '{source / parent}' except "
                        f"select {reference.to} from '{target / parent}'))"
                    )
            shown = []
            for column in table.columns:
                held = column.happened_with
                if column.has_happened and column.name not in table.arrives:
                    held = column.name
                if column.name in here and held in here:
                    blank = {"is_verified": "false", "delivered_to": "'none'"}.get(column.name)
                    shown.append(
                        f"case when cast({held} as date) > date '{day}' then {blank or 'null'} "
                        f"else {column.name} end as {column.name}"
                    )
                elif column.name in here:
                    shown.append(column.name)
            out = target / path.name
            connection.execute(
                f"copy (select {', '.join(shown)} from '{path}' where {keep}) "
                f"to '{out}' (format parquet)"
            )


def build(inputs: Path, place: Path, *more: str) -> Path:
    """Build the marts as of the day and return the warehouse."""
    warehouse = place / "plr.duckdb"
    done = subprocess.run(
        [
            *(*DBT, "build"),
            *("--target-path", str(place / "target"), "--log-path", str(place)),
            *("--vars", f"as_of_date: {DAY}", *more),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "PLR_INPUTS": str(inputs),
            "PLR_WAREHOUSE": str(warehouse),
            "PLR_PUBLICATION": str(place / "publication"),
            "PLR_SALT": "reproduction",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    return warehouse


def hashes(warehouse: Path) -> dict[str, tuple[int, int]]:
    """Return row count and order-free hash of every mart that holds facts of the company."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        names = [
            row[0]
            for row in connection.execute(
                "select table_name from information_schema.tables where table_schema = 'marts'"
            ).fetchall()
        ]
        return {
            name: connection.execute(
                f"select count(*), coalesce(bit_xor(hash(t)), 0) from marts.{name} as t"
            ).fetchall()[0]
            for name in names
            if name not in ABOUT_THE_FILES
        }


@pytest.mark.slow
def test_a_year_back_equals_inputs_cut_at_that_day(tmp_path):
    """Every mart is the same, row for row, and the day is not the last one of the history."""
    scale = demo.Scale(accounts=80, workspaces=300, months=30, events_per_day=60)
    demo.write(tmp_path / "company", tmp_path / "truth", scale)
    cut(tmp_path / "company", tmp_path / "inputs", DAY)
    (tmp_path / "past").mkdir()
    (tmp_path / "cut").mkdir()
    past = hashes(build(tmp_path / "company", tmp_path / "past"))
    untested = ("--exclude-resource-type", "test", "unit_test")  # its rows are those just tested
    cut_back = hashes(build(tmp_path / "inputs", tmp_path / "cut", *untested))
    assert past["fct_mrr_movements"][0] > 40
    assert past == cut_back
