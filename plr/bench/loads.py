"""Thirty daily loads in random order beside one full build: every mart must be the same.

The inputs are the demo company's; its last landing days of product events come one file a day, in
an order drawn by lot, among them days with late rows, with rows that were delivered before, and
days that come wrong first and are corrected later. After each load the models that keep events
are built; after the last one everything, once on the warehouse that was loaded day by day and once
on an empty one. Then a day is loaded a second time.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from plr.bench import processes

INPUTS = processes.ROOT / "plr" / "demo" / "inputs"
EVENTS = "product_events"
KEPT = (
    "+int_product__events_read", "+stg_product__quarantined_rows", "+int_product__event_days",
    "+int_product__activations", "+int_product__workspace_activations",
)  # fmt: skip

# What a load changes of these: the guards and what knows nothing of events stay as they were.
LOADED = (
    "as_of", "stg_product__known_workspaces", "stg_product__landing_days",
    "base_product__product_events",
    "stg_product__arrived_events", "stg_product__product_events",
    "stg_product__quarantined_events", "stg_product__judged_workspaces",
    "int_product__event_counts", "int_product__value_days", "int_product__account_value_days",
    "int_product__workspace_value_days", "int_product__deciding_days",
    "int_product__deciding_events", "int_product__visitors", "int_product__first_sessions",
    "int_product__events_read",
)  # fmt: skip


class Failed(Exception):
    """dbt could not build; the message says why."""


@dataclass(frozen=True)
class Load:
    """One file that arrives: its name, the query of its rows, and whether another replaces it."""

    file: str
    query: str


def plan(days: int, seed: int, source: Path) -> tuple[str, list[Load]]:
    """Return the query of the rows from before the loads, and the loads in their order.

    Every third day holds rows of the day before it again, every fifth comes wrong first: some rows
    are lacking, others say another event.
    """
    name = str(source).replace("'", "''")
    with duckdb.connect() as connection:
        dates = [
            row[0]
            for row in connection.execute(
                f"select distinct cast(received_at as date) as day from '{name}' where received_at"
                f" < timestamp '2027-01-01' order by day desc limit {days}"
            ).fetchall()
        ]
    landed = "cast(received_at as date)"
    loads: list[Load] = []
    wrong: list[Load] = []
    for index, day in enumerate(sorted(dates)):
        query = f"select * from '{name}' where {landed} = date '{day}'"
        if index % 3 == 0:
            query += (
                f" union all select * replace (received_at + interval 36 hour as received_at)"
                f" from '{name}' where {landed} = date '{day}' - 1 and hash(event_id) % 4 = 0"
            )
        loads.append(Load(f"{day}.parquet", query))
        if index % 5 == 0:
            wrong.append(
                Load(
                    f"{day}.parquet",
                    "select * replace (case when hash(event_id) % 3 = 0 then 'pricing_page_viewed'"
                    f" else event_name end as event_name) from ({query})"
                    " where hash(event_id) % 5 > 0",
                )
            )
    random.Random(seed).shuffle(loads)
    return (
        f"select * from '{name}' where {landed} < date '{min(dates)}' or received_at is null"
        f" or {landed} > date '{max(dates)}'",
        [*wrong, *loads],
    )


def write(folder: Path, load: Load) -> None:
    """Write a file of events as it arrives."""
    place = folder / EVENTS / load.file
    place.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"copy ({load.query}) to '{place}' (format parquet)")


def build(work: Path, warehouse: str, *selection: str) -> processes.Finished:
    """Build into a warehouse of the work folder. Raises Failed."""
    arguments = ["build", "--exclude-resource-type", "unit_test"]
    arguments += ["test", "--select", *selection] if selection else []
    done = processes.dbt(
        arguments,
        work,
        {
            "PLR_INPUTS": str(work / "inputs"),
            "PLR_SALT": "benchmark",
            "PLR_WAREHOUSE": str(work / warehouse / "plr.duckdb"),
            "PLR_TEMP": str(work / "tmp"),
        },
    )
    if done.code:
        raise Failed(done.output[-6000:])
    return done


def differences(one: Path, other: Path, schemas: tuple[str, ...] = ("marts",)) -> list[str]:
    """Return the tables whose rows are not the same in both warehouses, with how many differ."""
    out = []
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{one}' as one (read_only)")
        connection.execute(f"attach '{other}' as other (read_only)")
        tables = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables"
            " where table_catalog = 'one' and table_type = 'BASE TABLE'"
            f" and table_schema in ({', '.join(repr(name) for name in schemas)}) order by 1"
        ).fetchall()
        for (table,) in tables:
            hashes = [
                f"select hash(rows) as row_hash from {side}.{table} as rows"
                for side in ("one", "other")
            ]
            counts = [
                connection.execute(
                    f"select count(*) from ({first} except all {second})"
                ).fetchall()[0][0]
                for first, second in (hashes, hashes[::-1])
            ]
            if any(counts):
                out.append(f"{table}: {counts[0]} rows only here, {counts[1]} only there")
        out += [] if tables else ["no tables"]
    return out


def run(
    work: Path, days: int = 30, seed: int = 1, see: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """Load day by day, build in full, compare. Raises Failed."""
    shutil.rmtree(work / "inputs", ignore_errors=True)
    shutil.copytree(INPUTS, work / "inputs")
    source = work / f"{EVENTS}.parquet"
    shutil.move(work / "inputs" / f"{EVENTS}.parquet", source)
    for name in ("daily", "full"):
        (work / name).mkdir(parents=True, exist_ok=True)
        (work / name / "plr.duckdb").unlink(missing_ok=True)
    before, loads = plan(days, seed, source)
    write(work / "inputs", Load("before.parquet", before))
    build(work, "daily", *KEPT)
    for number, load in enumerate(loads, start=1):
        write(work / "inputs", load)
        done = build(work, "daily", *LOADED)
        see(f"load {number} of {len(loads)}, {load.file}: {done.cpu_seconds:.1f} s of processor")
    full = build(work, "full")
    daily = build(work, "daily")
    see(f"everything: {full.cpu_seconds:.0f} s of processor in full, {daily.cpu_seconds:.0f} added")
    first = differences(work / "daily" / "plr.duckdb", work / "full" / "plr.duckdb")
    again = work / "inputs" / EVENTS / loads[-1].file
    os.utime(again)
    build(work, "daily")
    second = differences(work / "daily" / "plr.duckdb", work / "full" / "plr.duckdb")
    return {"loads": len(loads), "differences": first, "loaded_twice": second}


def as_text(report: dict[str, Any]) -> str:
    """Lay the report out to be read."""
    lines = [f"{report['loads']} loads in random order, corrections among them"]
    for name, say in (("differences", "full build"), ("loaded_twice", "a day loaded twice")):
        found = report[name]
        lines.append(f"{say}: " + ("every mart has the same rows" if not found else "DIFFERENT"))
        lines += [f"  {line}" for line in found]
    return "\n".join(lines)
