"""The revenue ledger of the project's own models beside the plain way, on the same staged rows.

Reading and judging the inputs comes first and is timed apart. Then the two sides run in turn, each
in a process and a warehouse file of its own, with two threads. The clock of a side runs from the
start of its first statement to the end of its last; what dbt needs to start is in the time of the
whole process, and processor seconds are given because a busy machine stretches the clock. The plain
side may use twice the memory. Totals are compared after the first pair, before any ratio.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from plr.bench import books, layers, processes

MARTS = ("fct_mrr_movements", "fct_account_mrr_months")
ROOMS = ("path:models/intermediate/revenue", "path:models/marts/revenue")
OURS = Path("ours") / "plr.duckdb"  # the name that a parse of the project is bound to
OUR_MEMORY = "3GB"
PLAIN_MEMORY = "6GB"
GOAL_MOVEMENTS = 10.0
GOAL_LEDGER_SHARE = 0.6
GOAL_PEAK_BYTES = 4 * 2**30
MONTH_COLUMNS = ("opening", "new", "expansion", "price", "contraction", "churn", "reactivation")
MONTH_COLUMNS += ("fx", "closing")
TIMES = ("movements_seconds", "ledger_seconds", "process_seconds")
TIMES += ("movements_cpu_seconds", "cpu_seconds")


class SidesDisagree(Exception):
    """The totals of the two sides differ; the message names the first differences."""


class SideFailed(Exception):
    """One side could not be run; the message holds its output."""


def run(
    work: Path, scale: float, runs: int, see: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """Run the benchmark and return its report. Raises SidesDisagree or SideFailed."""
    work.mkdir(parents=True, exist_ok=True)
    size = books.write(work / "inputs", scale)
    see(f"{size.subscriptions} subscriptions, {size.changes} changes, {size.customers} customers")
    ours, plain = work / OURS, work / "plain.duckdb"
    ours.parent.mkdir(exist_ok=True)
    ours.unlink(missing_ok=True)
    done, nodes = dbt_run(work, staged_selection())
    keep_staged_views(ours, work / "target")
    staging = {"seconds": layers.wall(nodes), "peak_bytes": done.peak_bytes}
    by_layer = layers.by_layer(nodes)
    see(f"inputs read and judged in {staging['seconds']:.1f} s")

    sides: dict[str, list[dict[str, Any]]] = {"ours": [], "plain": []}
    for number in range(1, runs + 1):
        sides["ours"].append(run_ours(work))
        sides["plain"].append(run_plain(work, ours, plain))
        if number == 1:
            compare(ours, plain)
            see("the totals of both sides agree, per month and movement type")
        see(f"run {number}: project {sides['ours'][-1]['steps']}")
        see(f"run {number}: plain way {sides['plain'][-1]['steps']}")
    by_layer = layers.added(by_layer, sides["ours"][-1]["layers"])
    return report(size, staging, by_layer, sides)


def staged_selection() -> list[str]:
    """Select what the ledger stands on, without the ledger."""
    exclude = ["--exclude", *ROOMS]
    return ["--select", *(f"+{mart}" for mart in MARTS), *exclude]


def dbt_run(work: Path, selection: list[str]) -> tuple[processes.Finished, list[layers.Node]]:
    """Build the selection without tests; return the process and its nodes."""
    environment = {
        "PLR_INPUTS": str(work / "inputs"),
        "PLR_WAREHOUSE": str(work / OURS),
        "PLR_TEMP": str(work / "tmp"),
        "PLR_SALT": "benchmark",
        "PLR_MEMORY_LIMIT": OUR_MEMORY,
    }
    variables = json.dumps({"as_of_date": books.AS_OF.isoformat()})
    skipped = ["--exclude-resource-type", "test", "unit_test"]
    done = processes.dbt(
        ["build", *selection, *skipped, "--vars", variables, "--no-use-colors"], work, environment
    )
    if done.code != 0:
        raise SideFailed(f"dbt build {' '.join(selection)} failed:\n{done.output}")
    return done, layers.read(work / "target")


def keep_staged_views(warehouse: Path, target: Path) -> None:
    """Turn the staged views that the ledger reads into tables: neither side pays for them."""
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    rooms = [room.removeprefix("path:") for room in ROOMS]
    inside = [n for n in manifest.values() if n["original_file_path"].startswith(tuple(rooms))]
    read = {parent for node in inside for parent in node["depends_on"]["nodes"]}
    with duckdb.connect(str(warehouse), config={"memory_limit": PLAIN_MEMORY}) as connection:
        views = connection.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_type = 'VIEW'"
        ).fetchall()
        for schema, name in views:
            if f"model.plr.{name}" in read:
                connection.execute(f"create table {schema}.kept as select * from {schema}.{name}")
                connection.execute(f"drop view {schema}.{name}")
                connection.execute(f"alter table {schema}.kept rename to {name}")


def run_ours(work: Path) -> dict[str, Any]:
    """Build the ledger's own models once, movements first; return seconds and peak memory."""
    movements, months = ([f"+{mart},{room}" for room in ROOMS] for mart in MARTS)
    first, nodes = dbt_run(work, ["--select", *movements])
    second, rest = dbt_run(work, ["--select", *months, "--exclude", *movements])
    return {
        "movements_seconds": round(layers.wall(nodes), 3),
        "ledger_seconds": round(layers.wall(nodes) + layers.wall(rest), 3),
        "process_seconds": round(first.seconds + second.seconds, 3),
        "movements_cpu_seconds": round(first.cpu_seconds, 3),
        "cpu_seconds": round(first.cpu_seconds + second.cpu_seconds, 3),
        "peak_bytes": max(first.peak_bytes, second.peak_bytes),
        "layers": layers.by_layer([*nodes, *rest]),
        "steps": {n.name: round(n.ended - n.started, 3) for n in [*nodes, *rest]},
    }


def run_plain(work: Path, staged: Path, made: Path) -> dict[str, Any]:
    """Run the plain way once into a new file; return seconds and peak memory."""
    made.unlink(missing_ok=True)
    command = [sys.executable, "-m", "plr.bench.plain", str(staged), str(made), PLAIN_MEMORY, "2"]
    done = processes.run(command, work / "logs" / "plain.txt")
    if done.code != 0:
        raise SideFailed(f"the plain side failed:\n{done.output}")
    steps, processor = json.loads(done.output.strip().splitlines()[-1])
    names = list(steps)
    until = names.index("movements") + 1
    return {
        "movements_seconds": round(sum(steps[n] for n in names[:until]), 3),
        "ledger_seconds": round(sum(steps.values()), 3),
        "process_seconds": round(done.seconds, 3),
        "movements_cpu_seconds": round(sum(processor[n] for n in names[:until]), 3),
        "cpu_seconds": round(done.cpu_seconds, 3),
        "peak_bytes": done.peak_bytes,
        "steps": steps,
    }


def totals(connection: duckdb.DuckDBPyConnection, schema: str) -> dict[tuple[str, ...], tuple]:
    """Sum both tables of one side, exactly: per month and movement type, and per month column."""
    found: dict[tuple[str, ...], tuple] = {}
    rows = connection.execute(
        "select cast(date_trunc('month', moved_on) as date), movement_type, driver, arr_basis, "
        "count(*), count(distinct account_id), count(order_id), sum(mrr_delta) "
        f"from {schema}.fct_mrr_movements group by 1, 2, 3, 4"
    ).fetchall()
    found |= {("movements", *map(str, row[:4])): row[4:] for row in rows}
    sums = ", ".join(f"sum({name}_mrr)" for name in MONTH_COLUMNS)
    rows = connection.execute(
        f"select month, count(*), {sums} from {schema}.fct_account_mrr_months group by month"
    ).fetchall()
    return found | {("months", str(row[0])): row[1:] for row in rows}


def compare(ours: Path, plain: Path) -> int:
    """Compare the two sides; return how many totals agree. Raises SidesDisagree."""
    with duckdb.connect(config={"memory_limit": PLAIN_MEMORY}) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"attach '{ours}' as ours (read_only)")
        connection.execute(f"attach '{plain}' as plain (read_only)")
        one, two = totals(connection, "ours.marts"), totals(connection, "plain.main")
    different = sorted(key for key in one.keys() | two.keys() if one.get(key) != two.get(key))
    if different or not one:
        lines = [f"{' '.join(k)}: ours {one.get(k)}, plain {two.get(k)}" for k in different[:12]]
        raise SidesDisagree("\n".join([f"{len(different)} totals differ", *lines]))
    return len(one)


def report(
    size: books.Size,
    staging: dict[str, Any],
    by_layer: dict[str, Any],
    sides: dict[str, list[dict[str, Any]]],
) -> dict[str, Any]:
    """Take the medians, the ratios and the goals."""
    middle = {
        side: {name: statistics.median(run[name] for run in runs) for name in TIMES}
        | {"peak_bytes": max(run["peak_bytes"] for run in runs)}
        for side, runs in sides.items()
    }
    ours, plain = middle["ours"], middle["plain"]
    times = plain["movements_seconds"] / ours["movements_seconds"]
    share = ours["ledger_seconds"] / plain["ledger_seconds"]
    return {
        "subscriptions": size.subscriptions,
        "changes": size.changes,
        "customers": size.customers,
        "months": books.MONTHS,
        "staging": staging,
        "ours": ours,
        "plain": plain,
        "movements_times_faster": round(times, 2),
        "ledger_share_of_plain": round(share, 3),
        "goals": {
            f"movements at least {GOAL_MOVEMENTS:.0f} times faster": times >= GOAL_MOVEMENTS,
            f"ledger in at most {GOAL_LEDGER_SHARE} of the time": share <= GOAL_LEDGER_SHARE,
            "ledger within 4 GiB": ours["peak_bytes"] <= GOAL_PEAK_BYTES,
        },
        "layers": by_layer,
        "runs": sides,
    }


def as_text(report: dict[str, Any]) -> str:
    """Lay the report out to be read."""
    lines = [
        f"Revenue ledger: {report['subscriptions']} subscriptions, {report['changes']} changes, "
        f"{report['months']} months, median of {len(report['runs']['ours'])} runs",
        f"{'':22} {'project':>10} {'plain way':>10}",
    ]
    for label, name in (
        ("movements, s", "movements_seconds"),
        ("whole ledger, s", "ledger_seconds"),
        ("whole process, s", "process_seconds"),
        ("movements, cpu s", "movements_cpu_seconds"),
        ("whole, cpu s", "cpu_seconds"),
    ):
        lines.append(f"{label:22} {report['ours'][name]:10.2f} {report['plain'][name]:10.2f}")
    peaks = [report[side]["peak_bytes"] / 2**30 for side in ("ours", "plain")]
    lines += [
        f"{'peak memory, GiB':22} {peaks[0]:10.2f} {peaks[1]:10.2f}",
        f"movements: {report['movements_times_faster']} times as fast; "
        f"ledger: {report['ledger_share_of_plain']} of the time",
        *(f"{'met' if met else 'MISSED'}: {goal}" for goal, met in report["goals"].items()),
        f"inputs read and judged beforehand: {report['staging']['seconds']:.1f} s",
        "seconds per layer in this build:",
        layers.as_text(report["layers"]),
    ]
    return "\n".join(lines)
