"""What the last build made, for a person: ``python -m plr.summary``.

Reads the warehouse (``PLR_WAREHOUSE``, default build/plr.duckdb) and dbt's own record of the run
(``--target-path``, default target). Exit code 0, or 1 where there is no build to speak of.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from plr.checks.project import layer
from plr.publish import place

LAYERS = ("seed", "guards", "staging", "intermediate", "scoring", "marts", "publication", "tests")
MOVEMENTS = ("new", "reactivation", "expansion", "price", "contraction", "churn", "fx")


@dataclass(frozen=True)
class LayerTime:
    """Nodes of a layer and the seconds they took, added up over threads."""

    name: str
    nodes: int
    seconds: float


def layer_times(run_results: Mapping[str, Any], manifest: Mapping[str, Any]) -> list[LayerTime]:
    """Return nodes and seconds per layer, in the order of the flow; tests stand apart."""
    nodes: dict[str, int] = defaultdict(int)
    seconds: dict[str, float] = defaultdict(float)
    known = {**manifest["nodes"], **manifest.get("unit_tests", {})}
    for result in run_results["results"]:
        node = known.get(result["unique_id"])
        if node is None or node["resource_type"] == "operation":
            continue
        kind = layer(node)
        name = "tests" if kind in ("test", "unit_test") else kind
        nodes[name] += 1
        seconds[name] += float(result["execution_time"])
    order = [name for name in LAYERS if name in nodes] + sorted(set(nodes) - set(LAYERS))
    return [LayerTime(name, nodes[name], seconds[name]) for name in order]


def timing_lines(times: Sequence[LayerTime], elapsed: float) -> list[str]:
    """Return the table of layers as lines of text; ``elapsed`` is the wall time in seconds."""
    lines = [f"  {time.name:<14}{time.nodes:>6} nodes {time.seconds:>8.1f} s" for time in times]
    total = sum(time.nodes for time in times)
    return [*lines, f"  {'all':<14}{total:>6} nodes {elapsed:>8.1f} s by the clock"]


def run_lines(target: Path) -> list[str]:
    """Return nodes, seconds and outcomes of the last run recorded in a target folder."""
    run = json.loads((target / "run_results.json").read_text(encoding="utf-8"))
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    counts: dict[str, int] = defaultdict(int)
    for result in run["results"]:
        counts[result["status"]] += 1
    failed = counts["fail"] + counts["error"] + counts["runtime error"]
    return [
        f"Run: {counts['warn']} warnings, {failed} failures, {counts['skipped']} skipped",
        *timing_lines(layer_times(run, manifest), float(run["elapsed_time"])),
    ]


def figures(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the headline figures of a warehouse as lines of text; money in reporting currency."""
    return [
        *_accounts(connection),
        *_retention(connection),
        *_movements(connection),
        *_quality(connection),
    ]


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def _has(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    sql = f"select 1 from duckdb_tables() where schema_name = 'marts' and table_name = '{table}'"
    return bool(_rows(connection, sql))


def _accounts(connection: duckdb.DuckDBPyConnection) -> Iterable[str]:
    ((as_of_on, basis),) = _rows(connection, "select as_of_on, basis from staging.as_of")
    yield f"As of {as_of_on} ({basis.replace('_', ' ')})"
    ((accounts,),) = _rows(
        connection, "select count(distinct account_id) from marts.bridge_account_identities"
    )
    ((paying, arr),) = _rows(
        connection,
        """
        select count(case when closing_mrr > 0 then 1 end), coalesce(sum(closing_mrr) * 12, 0)
        from marts.fct_account_mrr_months
        where month = (select max(month) from marts.fct_account_mrr_months)
        """,
    )
    yield f"  accounts        {accounts:>14,}"
    yield f"  paying accounts {paying:>14,}"
    yield f"  ARR             {_money(arr):>14}"


def _retention(connection: duckdb.DuckDBPyConnection) -> Iterable[str]:
    if not _has(connection, "rpt_retention"):
        return
    rows = _rows(
        connection,
        """
        select month, nrr, grr, logo_retention from marts.rpt_retention
        where segment = 'all' and nrr is not null order by month desc limit 1
        """,
    )
    for month, nrr, grr, logo in rows:
        shares = f"NRR {nrr:.1%}, GRR {grr:.1%}, logo retention {logo:.1%}"
        yield f"  retention over twelve months to {month:%Y-%m}: {shares}"


def _movements(connection: duckdb.DuckDBPyConnection) -> Iterable[str]:
    found = dict(
        _rows(
            connection,
            """
            select movement_type, sum(mrr_delta) * 12 from marts.fct_mrr_movements
            where moved_on > (select as_of_on - interval 12 month from staging.as_of)
            group by movement_type
            """,
        )
    )
    yield "Movements of ARR, last twelve months"
    for name in [*MOVEMENTS, *sorted(set(found) - set(MOVEMENTS))]:
        if found.get(name):
            yield f"  {name:<16}{_money(found[name]):>14}"
    yield f"  {'in all':<16}{_money(sum(found.values(), Decimal(0))):>14}"


def _quality(connection: duckdb.DuckDBPyConnection) -> Iterable[str]:
    ((arrived, quarantined, present),) = _rows(
        connection,
        """
        select
            coalesce(sum(arrived_rows), 0), coalesce(sum(quarantined_rows), 0),
            count(case when is_present then 1 end)
        from marts.rpt_input_counts
        """,
    )
    ((warned,),) = _rows(
        connection, "select count(*) from marts.rpt_input_quality where not is_success"
    )
    yield f"Inputs: {present} tables, {arrived:,} rows, {quarantined:,} of them in quarantine"
    yield f"  expectations not met: {warned} (marts.rpt_input_quality, marts.rpt_quarantine)"


def _money(value: Any) -> str:
    return f"{value:,.0f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the summary; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m plr.summary", description=__doc__)
    parser.add_argument("--target-path", default=os.environ.get("DBT_TARGET_PATH", "target"))
    target = Path(parser.parse_args(arguments).target_path)
    warehouse = os.environ.get("PLR_WAREHOUSE", "build/plr.duckdb")
    if not Path(warehouse).exists() or not (target / "run_results.json").exists():
        print(f"No build at {warehouse} with its record in {target}: run `dbt build` first.")
        return 1
    with duckdb.connect(warehouse, read_only=True) as connection:
        print("\n".join(figures(connection)))
    print("\n".join(run_lines(target)))
    published = place(warehouse, os.environ.get("PLR_PUBLICATION"))
    print(f"Tables: schema marts of {warehouse}; for readers: {published}")
    print("Next: README.md, `make docs` for every column, PLR_INPUTS=<folder> for your own data")
    return 0


if __name__ == "__main__":
    sys.exit(main())
