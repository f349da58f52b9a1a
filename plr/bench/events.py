"""Product events by the hundred million: the floor, a full build, one more day.

The company is the demo company's, copied until it has the accounts asked for (plr.bench.modes); its
events are the demo company's over again, once per copy and so many times more as make the events
asked for, written month by month into one folder per landing day. Of the rows 0.5 % land up to 30
days late and 0.1 % come twice. History of another length has the same days with other dates, so
that a day is as large whether there are 18 months before it or 72.

Seconds are the processor's, which do not count what others do on the machine; the clock stands
beside them. dbt works on one node at a time (DuckDB on two threads), so that each is known.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from plr.bench import modes, processes

FULL_EVENTS, FULL_ACCOUNTS, MONTHS = 100_000_000, 50_000, 36
LAST_DAY = "2026-06-30"
LATE_OF_1000, TWICE_OF_1000 = 5, 1
MEMORY = "4GB"
MOST_BYTES = 6 * 2**30
MOST_OF_FLOOR, MOST_OF_OWN, MOST_OF_FULL = 3.0, 0.03, 0.35
# The models that read product events themselves; all others read what these make.
READERS = (
    "stg_product__known_workspaces", "stg_product__landing_days",
    "base_product__product_events", "stg_product__arrived_events",
    "stg_product__product_events", "stg_product__quarantined_events", "int_product__event_counts",
    "int_product__deciding_events", "int_product__first_sessions", "int_product__events_read",
    "stg_product__judged_workspaces",
)  # fmt: skip
# They look at the files that arrived, before anything is read from them.
GUARDS = ("as_of", "guard_profiles", "guard_product")


class Failed(Exception):
    """A side could not be run; the message says why."""


@dataclass(frozen=True)
class Cost:
    """Processor and clock seconds, and peak resident bytes, of a process and of its nodes."""

    cpu: float
    clock: float
    peak_bytes: int
    nodes: Mapping[str, tuple[float, float]]

    def of(self, names: Iterable[str]) -> float:
        """Processor seconds of some models."""
        return sum(self.nodes.get(name, (0.0, 0.0))[0] for name in names)

    @property
    def fixed(self) -> float:
        """Processor seconds that belong to no node: dbt itself."""
        return self.cpu - sum(cpu for cpu, _ in self.nodes.values())

    def heaviest(self, count: int) -> list[tuple[str, float]]:
        """Name the models that cost most, with their processor seconds."""
        every = sorted(((-cpu, name) for name, (cpu, _) in self.nodes.items()))
        return [(name, -cpu) for cpu, name in every[:count]]


def write_company(folder: Path, copies: int) -> None:
    """Write every input table but the events."""
    modes.write(folder, copies, 0.0)
    (folder / "product_events.parquet").unlink()


def write_events(folder: Path, events: int, copies: int, months: int) -> int:
    """Write events by landing day; return how many rows. Memory is that of one month.

    events: rows of 36 months. months: how many of them are written, counted from the last; beyond
    36 they begin again, so that the last days are the same in a history of any length.
    """
    source = str(modes.INPUTS / "product_events.parquet")
    place = folder / "product_events"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    with duckdb.connect(config={"threads": 2, "memory_limit": MEMORY}) as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute(
            f"""
            create table source as
            select * from '{source}'
            where occurred_at >= timestamp '2023-07-01' and received_at < timestamp '2026-07-01'
            qualify row_number() over (partition by event_id order by received_at) = 1
            """
        )
        rows = connection.execute("select count(*) from source").fetchall()[0][0]
        repeats = events / (rows * copies)  # of each row and copy
        for back in range(months - 1, -1, -1):
            connection.execute(_month(place, copies, repeats, back))
    with duckdb.connect() as connection:
        return connection.execute(
            f"select sum(num_rows) from parquet_file_metadata('{place}/**/*.parquet')"
        ).fetchall()[0][0]


def _month(place: Path, copies: int, repeats: float, back: int) -> str:
    """Return the statement that writes the rows that land in one month before the last day."""
    cycles = back // MONTHS
    return f"""
    copy (
        with bounds as (
            select
                cast(date '{LAST_DAY}' + 1 - interval {back + 1} month as timestamp) as first_at,
                cast(date '{LAST_DAY}' + 1 - interval {back} month as timestamp) as last_at
        ),
        shifted as (
            select source.* replace (
                occurred_at - interval {cycles * MONTHS} month as occurred_at
            )
            from source union all
            select source.* replace (
                occurred_at - interval {(cycles + 1) * MONTHS} month as occurred_at
            )
            from source
        ),
        near as (
            select * from shifted cross join bounds
            where occurred_at >= first_at - interval 32 day and occurred_at < last_at
        ),
        many as (
            select near.*, copy_number, repeat_number,
                hash(event_id, copy_number, repeat_number) as lot
            from near
            cross join range({copies}) as copies (copy_number)
            cross join range({int(repeats) + 1}) as repeats (repeat_number)
            where repeat_number + 1 <= {repeats}
                or hash(event_id, copy_number) % 1000 < {1000 * (repeats % 1):.0f}
        ),
        received as (
            select *,
                event_id || '-' || copy_number || '-' || repeat_number
                    || case when {cycles} > 0 then '-{cycles}' else '' end as own_id,
                occurred_at + repeat_number * interval 97 second as happened_at,
                case when lot % 1000 < {LATE_OF_1000}
                    then to_days(cast(1 + (lot // 1000) % 30 as integer)) else interval 1 minute
                end as delay
            from many
        ),
        landed as (
            select * from received, unnest(
                case when (lot // 1000000) % 1000 < {TWICE_OF_1000} then [0, 1] else [0] end
            ) as times (delivery)
        ),
        final as (
            select
                own_id as event_id,
                happened_at as occurred_at,
                happened_at + delay + delivery * interval 3 hour as received_at,
                user_id || suffix as user_id, anonymous_id || suffix as anonymous_id,
                workspace_id || suffix as workspace_id, session_id || suffix as session_id,
                event_name, product_line, quantity, is_bot, first_at, last_at
            from (select *, case when copy_number > 0 then '-' || copy_number else '' end as suffix
                from landed)
        )
        select * exclude (first_at, last_at),
            strftime(received_at, '%Y-%m-%d') as day
        from final where received_at >= first_at and received_at < last_at
        order by received_at
    ) to '{place}' (format parquet, partition_by (day), overwrite_or_ignore)
    """


def build(work: Path, name: str, memory: str = MEMORY) -> Cost:
    """Build everything without tests. Raises Failed."""
    report = work / f"{name}.json"
    command = [
        sys.executable, "-m", "plr.bench.watched", str(report), "build",
        "--exclude-resource-type", "test", "unit_test", "--quiet",
        "--target-path", str(work / "target"), "--log-path", str(work / "logs"),
        "--vars", json.dumps(modes.VARIABLES | {"sweep_thresholds": False}),
    ]  # fmt: skip
    if name.startswith("part"):
        command += ["--select", "+int_product__events_read", "+stg_product__quarantined_rows"]
        command += ["+int_product__event_days"]
    done = processes.run(
        command,
        work / "logs" / f"{name}.txt",
        {
            "PLR_INPUTS": str(work / "inputs"),
            "PLR_SALT": "benchmark",
            "PLR_WAREHOUSE": str(work / "plr.duckdb"),
            "PLR_MEMORY_LIMIT": memory,
            "PLR_TEMP": str(work / "tmp"),
        },
    )
    if done.code:
        raise Failed(done.output[-6000:])
    nodes = json.loads(report.read_text(encoding="utf-8"))["nodes"]
    return Cost(
        done.cpu_seconds,
        done.seconds,
        done.peak_bytes,
        {key.split(".")[-1]: (value[0], value[1]) for key, value in nodes.items()},
    )


def floor(work: Path) -> Cost:
    """Measure the floor on the inputs of the work folder. Raises Failed."""
    file = work / "floor.duckdb"
    file.unlink(missing_ok=True)
    done = processes.run(
        [sys.executable, "-m", "plr.bench.floor", str(work / "inputs"), str(file)],
        work / "logs" / "floor.txt",
    )
    if done.code:
        raise Failed(done.output[-6000:])
    file.unlink()
    return Cost(done.cpu_seconds, done.seconds, done.peak_bytes, {})


def run(
    work: Path,
    events: int,
    accounts: int,
    months: int = MONTHS,
    part: bool = False,
    see: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Measure one size. part: only the models up to the roll-ups of events. Raises Failed."""
    work.mkdir(parents=True, exist_ok=True)
    (work / "plr.duckdb").unlink(missing_ok=True)
    copies = max(1, round(accounts / 450))
    write_company(work / "inputs", copies)
    rows = write_events(work / "inputs", events, copies, months)
    see(f"{rows} events of {450 * copies} accounts over {months} months are written")
    days = sorted(path.name for path in (work / "inputs" / "product_events").iterdir())
    kind = "part" if part else "all"
    last = work / "inputs" / "product_events" / days[-1]
    shutil.rmtree(work / "aside", ignore_errors=True)
    shutil.move(last, work / "aside")
    least = floor(work)
    see(f"floor: {_said(least)}")
    full = build(work, f"{kind}_full")
    see(f"full build: {_said(full)}")
    shutil.move(work / "aside", last)
    day = build(work, f"{kind}_day")
    see(f"one more day: {_said(day)}")
    own, one = full.of(READERS), day.of(READERS)
    return {
        "events": rows,
        "accounts": 450 * copies,
        "months": months,
        "part": part,
        "floor": vars(least),
        "full": vars(full),
        "day": vars(day),
        "heaviest": full.heaviest(5),
        "heaviest_day": day.heaviest(5),
        "readers_full": round(own, 2),
        "readers_day": round(one, 2),
        "guards_full": round(full.of(GUARDS), 2),
        "guards_day": round(day.of(GUARDS), 2),
        "fixed": round(day.fixed, 2),
        "ratios": {
            "readers_to_floor": own / least.cpu,
            "full_to_floor": full.cpu / least.cpu,
            "full_to_floor_by_the_clock": full.clock / least.clock,
            "day_of_readers": one / own,
            "day_of_full": (day.cpu - day.fixed) / (full.cpu - full.fixed),
        },
    }


def _said(cost: Cost) -> str:
    return (
        f"{cost.cpu:.1f} s of processor, {cost.clock:.1f} s by the clock,"
        f" {cost.peak_bytes / 2**30:.2f} GiB at the peak"
    )


def met(report: Mapping[str, Any]) -> dict[str, bool]:
    """Say which goals are met."""
    ratios = report["ratios"]
    return {
        f"the full build takes at most {MOST_OF_FLOOR:g} times the floor": ratios["full_to_floor"]
        <= MOST_OF_FLOOR,
        "at most 6 GiB at the peak": report["full"]["peak_bytes"] <= MOST_BYTES,
        f"one more day costs the models that read events at most {MOST_OF_OWN:.0%} of their full"
        " cost": ratios["day_of_readers"] <= MOST_OF_OWN,
        f"one more day costs at most {MOST_OF_FULL:.0%} of the full build": ratios["day_of_full"]
        <= MOST_OF_FULL,
    }


def as_text(report: Mapping[str, Any]) -> str:
    """Lay the report out to be read."""
    ratios = report["ratios"]
    lines = [
        f"{report['events']} events, {report['accounts']} accounts, {report['months']} months; "
        + ("the models up to the roll-ups of events" if report["part"] else "every model"),
        f"full build: {ratios['full_to_floor']:.2f} times the floor"
        f" ({ratios['full_to_floor_by_the_clock']:.2f} by the clock); the models that read events"
        f" {ratios['readers_to_floor']:.2f} times",
        f"the models that read events: {report['readers_full']} s in full,"
        f" {report['readers_day']} s for one more day ({ratios['day_of_readers']:.1%})",
        f"the guards of what arrived: {report['guards_full']} s, {report['guards_day']} s",
        f"the whole run for one more day: {ratios['day_of_full']:.1%} of the full build without"
        f" dbt's own {report['fixed']} s",
    ]
    for name, say in (("heaviest", "full build"), ("heaviest_day", "one more day")):
        lines.append(f"the five heaviest models of the {say} (seconds of processor):")
        lines += [f"  {model:44} {cpu:8.2f}" for model, cpu in report[name]]
    lines += [f"{'met' if ok else 'MISSED'}: {goal}" for goal, ok in met(report).items()]
    return "\n".join(lines)
