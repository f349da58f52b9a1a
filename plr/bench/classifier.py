"""The classifier on a million revenue events and fifty million candidate signals and touches.

What the classifier reads is written straight into a warehouse that the demo company's build has
shaped: orders, prompts and signals, touches, opportunities, all from the row number, so that a run
can be repeated. Then dbt builds the classifier's models under the base assumptions. Half the size
is measured first: cost is near linear when the double takes at most 2.2 times as long.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from plr.bench import layers, processes

FULL_EVENTS = 1_000_000
CANDIDATES_PER_EVENT = 50
ORDERS_PER_ACCOUNT = 5
MODELS = (
    "orders", "order_lines", "scenarios", "product_candidates", "opened_motions", "candidates",
    "contract_orders", "startable_orders", "order_queues", "pairs", "evidence",
    "answered_signals", "order_evidence", "comparisons", "metered_starts", "verdicts",
)  # fmt: skip
MEMORY = "6GB"
GOAL_RATIO = 2.2

# Orders of an account lie 200 days apart; candidates lie anywhere between the first and the last.
NUMBERS = """
    i,
    (i * 2654435761 + 97) % 4294967296 // 65536 as a,
    (i * 1597334677 + 51) % 4294967296 // 65536 as b,
    (i * 3266489917 + 13) % 4294967296 // 65536 as c
"""
ORDERED = (
    f"timestamp '2022-01-01' + to_days(cast(200 * (i % {ORDERS_PER_ACCOUNT}) + c % 60 as integer))"
)
ORDERS = f"""
select
    'chg_' || i as change_id,
    'acct_' || i // {ORDERS_PER_ACCOUNT} as account_id,
    'ord_' || i as order_id,
    case a % 3 when 0 then 'analytics' else 'core' end as product_line,
    case when i % {ORDERS_PER_ACCOUNT} = 0 then 'conversion'
         when b % 4 = 0 then 'renewal' else 'expansion_seats' end as event_type,
    {ORDERED} as ordered_at,
    cast({ORDERED} as date) as effective_on,
    cast(1000 + a as decimal(28, 8)) as event_arr,
    false as is_metered,
    true as has_stated_order,
    case when b % 10 < 6 then 'sales_order' when b % 10 < 9 then 'self_serve' else 'system' end
        as stated_channel
from (select {NUMBERS} from range(?) as t (i))
"""
CHANNELS = """
select account_id, order_id, stated_channel as order_channel, 'stated' as channel_basis
from intermediate.int_revenue__event_pieces
"""
MOMENT = "timestamp '2021-11-01' + to_seconds(cast((a * 65536 + b) % 86400000 as bigint))"
SIGNALS = f"""
select
    case when a % 5 < 2 then 'prompt:' else 'recorded:' end || i as signal_id,
    cast(i as varchar) as source_id,
    case when a % 5 < 2 then 'prompt' else 'recorded' end as origin,
    'acct_' || (i % ?) as account_id,
    case when c % 3 = 0 then 'core' end as product_line,
    case when a % 5 < 2 then 'prompt_upgrade_cta' else 'value_reached' end as signal_type,
    case when a % 5 < 2 then 'upgrade_cta' end as prompt_type,
    {MOMENT} as signalled_at,
    case when a % 5 = 0 then {MOMENT} + interval 1 minute end as engaged_at,
    true as can_start,
    c % 50 = 0 as is_auto_opened
from (select {NUMBERS} from range(?) as t (i))
"""
TOUCHES = f"""
select
    'tch_' || i as touch_id,
    'commercial_touches' as source_table,
    'acct_' || (i % ?) as account_id,
    case when c % 20 = 0 then 'ord_' || ({ORDERS_PER_ACCOUNT} * (i % ?) + c % 5) end as order_id,
    {MOMENT} as touched_at,
    case when b % 10 < 7 then 'human' when b % 10 < 9 then 'customer' else 'neither' end as side,
    case when b % 10 < 7 then 'outbound_touch' when b % 10 < 9 then 'inbound_touch' end
        as trigger_kind,
    c % 4 > 0 as is_commercial,
    c % 9 = 0 as is_renewal_topic
from (select {NUMBERS} from range(?) as t (i))
"""


class Failed(Exception):
    """dbt could not build; the message holds its output."""


@dataclass(frozen=True)
class Run:
    """One size: events, candidates, seconds of clock and processor, peak bytes, seconds a model."""

    events: int
    candidates: int
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    steps: dict[str, float]
    verdicts: dict[str, int]


def shape(work: Path) -> Path:
    """Build the classifier of the demo company once, for its tables. Raises Failed."""
    warehouse = work / "shape" / "plr.duckdb"
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    done = processes.dbt(
        ["build", "--select", "+int_attribution__verdicts", "--exclude-resource-type", "test",
         "unit_test"],
        work, {"PLR_WAREHOUSE": str(warehouse)},
    )  # fmt: skip
    if done.code:
        raise Failed(done.output)
    return warehouse


def fill(warehouse: Path, events: int) -> int:
    """Replace what the classifier reads by rows of the wanted size; return how many candidates."""
    accounts = events // ORDERS_PER_ACCOUNT
    half = events * CANDIDATES_PER_EVENT // 2
    rows: dict[str, tuple[str, list[int]]] = {
        "intermediate.int_revenue__event_pieces": (ORDERS, [events]),
        "intermediate.int_revenue__order_channels": (CHANNELS, []),
        "intermediate.int_product__signals": (SIGNALS, [accounts, half]),
        "intermediate.int_motions__human_touches": (TOUCHES, [accounts, accounts, half]),
        "staging.stg_crm__opportunities": ("select 1 as x where false", []),
        "staging.stg_billing__subscription_changes": ("select 1 as x where false", []),
    }
    with duckdb.connect(str(warehouse), config={"memory_limit": MEMORY}) as connection:
        connection.execute("set enable_progress_bar = false")
        for table, (query, numbers) in rows.items():
            connection.execute(f"create table filled as select * from {table} limit 0")
            kind = connection.execute(
                "select table_type from information_schema.tables "
                "where table_schema || '.' || table_name = ?", [table],
            ).fetchall()[0][0]  # fmt: skip
            connection.execute(f"drop {'view' if kind == 'VIEW' else 'table'} {table} cascade")
            schema, name = table.split(".")
            connection.execute(f"create table {table} as select * from filled")
            connection.execute("drop table filled")
            if "where false" not in query:
                connection.execute(f"insert into {table} by name {query}", numbers)
    return 2 * half


def measure(shaped: Path, work: Path, events: int) -> Run:
    """Fill a copy of the shaped warehouse and build the classifier on it. Raises Failed."""
    warehouse = work / f"size_{events}" / "plr.duckdb"
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    warehouse.write_bytes(shaped.read_bytes())
    candidates = fill(warehouse, events)
    models = [f"int_attribution__{name}" for name in MODELS]
    done = processes.dbt(
        ["run", "--select", *models, "--vars", json.dumps({"sweep_initiation": False})],
        work,
        {
            "PLR_WAREHOUSE": str(warehouse),
            "PLR_MEMORY_LIMIT": MEMORY,
            "PLR_TEMP": str(work / "tmp"),
        },
    )
    if done.code:
        raise Failed(done.output)
    nodes = layers.read(work / "target")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        verdicts = connection.execute(
            "select initiated_by, count(*) from intermediate.int_attribution__verdicts "
            "group by 1 order by 1"
        ).fetchall()
    os.unlink(warehouse)
    return Run(
        events,
        candidates,
        round(layers.wall(nodes), 2),
        round(done.cpu_seconds, 2),
        done.peak_bytes,
        {node.name: round(node.ended - node.started, 2) for node in nodes},
        dict(verdicts),
    )


def run(work: Path, scale: float, see: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Measure half the size and the whole; return both and their ratio. Raises Failed."""
    work.mkdir(parents=True, exist_ok=True)
    shaped = shape(work)
    whole = int(FULL_EVENTS * scale) // (2 * ORDERS_PER_ACCOUNT) * 2 * ORDERS_PER_ACCOUNT
    runs = []
    for events in (whole // 2, whole):
        runs.append(measure(shaped, work, events))
        see(line(runs[-1]))
    half, full = runs
    return {
        "half": vars(half),
        "whole": vars(full),
        "ratio": round(full.seconds / half.seconds, 2),
        "cpu_ratio": round(full.cpu_seconds / half.cpu_seconds, 2),
    }


def line(one: Run) -> str:
    """Say one measurement in a line."""
    return (
        f"{one.events} events, {one.candidates} candidates: {one.seconds:.1f} s, "
        f"{one.cpu_seconds:.1f} s of processor, {one.peak_bytes / 2**30:.2f} GiB at the peak"
    )


def as_text(report: dict[str, Any]) -> str:
    """Lay the report out to be read."""
    heaviest = sorted(report["whole"]["steps"].items(), key=lambda step: -step[1])[:5]
    met = "met" if report["ratio"] <= GOAL_RATIO else "MISSED"
    return "\n".join(
        [
            "heaviest models: " + ", ".join(f"{name} {s:.1f} s" for name, s in heaviest),
            "verdicts: " + ", ".join(f"{k} {n}" for k, n in report["whole"]["verdicts"].items()),
            f"the double takes {report['ratio']} times as long ({report['cpu_ratio']} times the"
            f" processor); {met}: at most {GOAL_RATIO} times",
        ]
    )
