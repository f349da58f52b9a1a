"""What is said when a table is missing: each taken away in turn, and all but the smallest set.

The company is simulated once and built whole; then again without each table. A build must end well,
and a mode is measurable or names a table that it needs. A figure that the whole company shows may
become zero only where no table is absent that its metric needs: then a zero is what the evidence
says (no orphan is found, and all that could show one was there). Otherwise it must be null. What a
metric needs is written in the contract of the inputs (seed metric_inputs); the figures of a mode
are held against the metric that the seed failure_modes gives it. Figures are those of the pattern
read, the board, the progress of the modes and the metrics, as of the last period.

Without a table only what stands on it is built again, in a copy of the whole company.
"""

from __future__ import annotations

import csv
import json
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from plr import contract
from plr.demo import Scale, write
from plr.generate import base_name
from plr.trials.build import ROOT, dbt

SMALLEST = (
    "workspaces", "product_users", "product_events", "event_catalog", "billing_customers",
    "subscriptions", "subscription_changes", "crm_accounts", "opportunities",
    "commercial_touches", "revenue_months", "gl_months", "headcount_months",
)  # fmt: skip
MODELS = ("+rpt_pattern_read", "+rpt_board", "+rpt_metrics", "+rpt_failure_mode_progress")
BOARD = {
    "nrr": "M02", "grr": "M03", "gross_margin": "M05", "revenue_per_employee": "M07",
    "product_share_of_events": "M14", "headcount_growth": "M10", "revenue_growth": "M09",
    "cost_to_serve_share": "M12", "cac": "M67",
}  # fmt: skip
VARS = "{sweep_thresholds: false, sweep_initiation: false}"
COMPANY = Scale(accounts=60, workspaces=260, months=30, events_per_day=80, seed=9001)
FIGURES = """
    select 'pattern_read/' || failure_mode || '/' || name as figure, value
    from (
        unpivot (
            select
                failure_mode,
                cast(impact_gm as double) as impact_gm,
                prevalence,
                impact_ratio
            from marts.rpt_pattern_read
            where segment = 'all'
                and as_of_month = (select max(as_of_month) from marts.rpt_pattern_read)
        )
        on impact_gm, prevalence, impact_ratio into name name value value
    )
    union all
    select 'progress/' || failure_mode || '/' || metric, value
    from marts.rpt_failure_mode_progress
    where segment = 'all' and value is not null
        and quarter = (select max(quarter) from marts.rpt_failure_mode_progress)
    union all
    select
        concat_ws('/', 'metrics', metric_id, slice, period, period_start),
        value
    from marts.rpt_metrics
    where segment = 'all' and value is not null
        and period_start
        >= (select max(period_start) from marts.rpt_metrics where period = 'quarter')
    union all
    select 'board/' || name, value
    from (
        unpivot (
            select
                nrr, grr, gross_margin, revenue_per_employee, product_share_of_events,
                headcount_growth, revenue_growth, cost_to_serve_share, cac
            from marts.rpt_board
            where quarter = (select max(quarter) from marts.rpt_board)
        )
        on columns(*) into name name value value
    )
"""
MODES = """
    select failure_mode, is_measurable, missing_inputs
    from marts.rpt_pattern_read
    where segment = 'all' and as_of_month = (select max(as_of_month) from marts.rpt_pattern_read)
    order by failure_mode
"""


@dataclass(frozen=True)
class Outcome:
    """What a build without some tables said.

    ``modes`` gives per mode whether it is measurable and what it says is missing; ``zeros`` the
    figures that are zero now, were not, and lack a table; ``found`` those that are zero and lack
    none; ``lost`` how many of ``count`` figures are no longer given.
    """

    missing: tuple[str, ...]
    error: str
    modes: dict[str, tuple[bool, str | None]]
    zeros: tuple[str, ...]
    found: tuple[str, ...]
    lost: int
    count: int

    @property
    def is_right(self) -> bool:
        """Whether the run ended well and nothing unknown became zero or went unexplained."""
        tables = contract_tables()
        explained = all(
            measurable or (said is not None and any(table in said for table in tables))
            for measurable, said in self.modes.values()
        )
        return not self.error and len(self.modes) == 6 and explained and not self.zeros


def figures(warehouse: Path) -> dict[str, float]:
    """Read the last figures of a warehouse; those that are null are left out."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return dict(connection.execute(FIGURES).fetchall())


def modes(warehouse: Path) -> dict[str, tuple[bool, str | None]]:
    """Read what each mode says of its inputs."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {mode: (is_, said) for mode, is_, said in connection.execute(MODES).fetchall()}


def build(place: Path, whole: Path, missing: Sequence[str]) -> str:
    """Build the company without some tables; return dbt's words where that fails, else nothing.

    The whole company stays beside the place, so that without a table its copy is built on.
    """
    inputs, warehouse = place / "inputs", place / "plr.duckdb"
    kept = place.with_name("whole.duckdb")
    shutil.rmtree(inputs, ignore_errors=True)
    inputs.mkdir(parents=True)
    for path in whole.iterdir():
        if path.stem not in missing:
            (inputs / path.name).symlink_to(path.resolve())
    for path in (warehouse, warehouse.with_name("plr.duckdb.wal")):
        path.unlink(missing_ok=True)
    models: Sequence[str] = MODELS
    if missing and kept.exists():
        shutil.copy(kept, warehouse)
        tables = [table for table in contract.load(ROOT).values() if table.name in missing]
        models = standing_on(tables, place / "target" / "manifest.json")
    try:
        if not missing:
            dbt(place, "parse")
        dbt(
            place, "build", "--select", *models, "--vars", VARS, "--exclude-resource-type", "test",
            "unit_test",
        )  # fmt: skip
    except RuntimeError as error:
        return str(error)[-600:]
    if not missing:
        shutil.copy(warehouse, kept)
    return ""


def standing_on(tables: Sequence[contract.Table], manifest: Path) -> list[str]:
    """Name what stands on some tables, as far as the figures are read from it, by the last parse.

    The guards of their domains are asked again what is there; the other tables there stay.
    """
    graph = json.loads(manifest.read_text(encoding="utf-8"))

    def reach(names: Iterable[str], edges: Mapping[str, list[str]]) -> set[str]:
        found: set[str] = set()
        waiting = [f"model.plr.{name}" for name in names]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting += edges.get(node, [])
        return found

    wanted = reach((name.removeprefix("+") for name in MODELS), graph["parent_map"])
    domains = {table.domain for table in tables}
    first = [base_name(table) for table in tables]
    first += [f"stg_{domain}__row_counts" for domain in domains]
    both = reach(first, graph["child_map"]) & wanted
    names = {node.rpartition(".")[2] for node in both if node.startswith("model.")}
    return sorted(names | {"guard_profiles"} | {f"guard_{domain}" for domain in domains})


def without(
    place: Path, whole: Path, missing: Sequence[str], before: dict[str, float] | None
) -> Outcome:
    """Build without some tables and hold the figures against those of the whole company.

    Where those are not known any zero of a metric that lacks a table is wrong.
    """
    error = build(place, whole, missing)
    if error:
        return Outcome(tuple(missing), error, {}, (), (), 0, 0)
    return judged(place / "plr.duckdb", missing, before)


def judged(warehouse: Path, missing: Sequence[str], before: dict[str, float] | None) -> Outcome:
    """Hold the figures of a warehouse built without some tables against those of the whole."""
    after = figures(warehouse)
    before = dict.fromkeys(after, 1.0) if before is None else before
    lacking = lacks(missing)
    fallen = [k for k, v in before.items() if v and after.get(k) == 0]
    zeros = tuple(k for k in fallen if metric_of(k) in lacking)
    found = tuple(k for k in fallen if metric_of(k) not in lacking)
    lost = sum(k not in after for k in before)
    said = modes(warehouse)
    return Outcome(tuple(missing), "", said, zeros, found, lost, len(before))


def lacks(missing: Sequence[str]) -> set[str]:
    """Return the metrics of the catalogue with a need that no table serves any more."""
    serve: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in seed("metric_inputs"):
        serve[row["metric_id"], row["need"]].add(row["input_table"])
    return {metric for (metric, _), tables in serve.items() if tables <= set(missing)}


def metric_of(figure: str) -> str:
    """Return the metric of the catalogue that a figure is held against."""
    room, name, *_ = figure.split("/")
    if room in ("pattern_read", "progress"):
        return next(r["metric_id"] for r in seed("failure_modes") if r["failure_mode"] == name)
    return name if room == "metrics" else BOARD[name]


def seed(name: str) -> list[dict[str, str]]:
    """Read a seed of the project."""
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cases(names: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the sets of tables to take away: all but the smallest set, then each in turn."""
    tables = sorted(contract_tables())
    rest = tuple(table for table in tables if table not in SMALLEST)
    each = [(table,) for table in tables]
    if names:
        unknown = set(names) - set(tables) - {"smallest"}
        if unknown:
            raise ValueError(f"no table of the contract: {', '.join(sorted(unknown))}")
        each = [(table,) for table in tables if table in names]
        return ([rest] if "smallest" in names else []) + each
    return [rest, *each]


def contract_tables() -> set[str]:
    """Return the names of all input tables."""
    return {table.name for table in contract.load(ROOT).values()}


def run(work: Path, names: Sequence[str], see: Callable[[str], None]) -> tuple[list[str], bool]:
    """Take tables away and report; True where every outcome is right."""
    begun = time.monotonic()
    whole, place = work / "whole", work / "place"
    write(whole, work / "truth", COMPANY)
    error = build(place, whole, ())
    if error:
        return [f"the whole company could not be built: {error}"], False
    before = figures(place / "plr.duckdb")
    lines, is_right = [], True
    for missing in cases(names):
        outcome = without(place, whole, missing, before)
        line = as_text(outcome)
        see(line)
        lines.append(line)
        is_right &= outcome.is_right
    minutes = (time.monotonic() - begun) / 60
    lines.append(f"{len(lines)} companies without a table, {minutes:.0f} minutes")
    return lines, is_right


def as_text(outcome: Outcome) -> str:
    """Return an outcome as one line."""
    name = outcome.missing[0] if len(outcome.missing) == 1 else "all but the smallest set"
    if outcome.error:
        return f"FAILED {name}: {outcome.error}"
    silent = [
        f"{mode} needs {said}" for mode, (measurable, said) in outcome.modes.items()
        if not measurable
    ]  # fmt: skip
    line = f"{'ok    ' if outcome.is_right else 'WRONG '} {name}: "
    line += f"{outcome.lost} of {outcome.count} figures not given"
    line += f"; {'; '.join(silent)}" if silent else ""
    line += f"; zero by the evidence: {', '.join(outcome.found)}" if outcome.found else ""
    return line + (f"; ZERO now: {', '.join(outcome.zeros)}" if outcome.zeros else "")
