"""All scores of a company of a million workspaces over 36 months: time, memory, and what fits.

The demo company is built up to what the features stand on. Each of those tables is then there k
times: every id of a copy carries the copy's number, so that the copies know nothing of each other,
and what a company has once (days, settings, thresholds, its margins) stays once. Features, Python
models and the marts of scores are built on that. A copy's features must be those of the demo
company, row by row, but for ranks among all; else nothing is said.

Seconds are the processor's, which do not count what others do on the machine; dbt works on one node
at a time, so that each is known. Fitting is what goes by inside the functions that fit a model
(plr.bench.watched); all else of a Python model is reading, judging, explaining and writing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from plr.bench import modes, processes
from plr.publish import fingerprint_sql

FULL_WORKSPACES = 1_000_000
MEMORY = "12GB"
MARTS = "models/marts/scores"
FEATURES, MODELS = "models/intermediate/features", "models/scoring"
ROOMS = {FEATURES: "the features in SQL", MODELS: "the Python models", MARTS: "the marts"}
# What is randomised is a score as well; its mart lies among those of growth.
INCREMENTALITY = "rpt_incrementality"
# Keys of what a company has once, though they end as the ids of its things do.
SHARED_IDS = frozenset({"scenario_id", "metric_id"})
MORE_IDS = frozenset({"source_key", "touch_key", "email_domain"})
"""Columns that tell things apart and do not end as an id does."""
OF_ALL = frozenset({"engagement_share"})
"""Ranks among all workspaces: of more of them each is another."""


class Failed(Exception):
    """A build failed, or the copies ran together; the message says which."""


@dataclass(frozen=True)
class Step:
    """One node: its folder, processor and clock seconds, and those of the processor that fitted."""

    name: str
    room: str
    cpu: float
    clock: float
    fitting: float


def ids_of(columns: Iterable[str]) -> list[str]:
    """Return the columns whose values are a copy's own."""
    return [
        name
        for name in columns
        if (name.endswith("_id") or name in MORE_IDS) and name not in SHARED_IDS
    ]


def copied(relation: str, columns: Sequence[str], copies: int) -> str:
    """Return the query for `copies` copies of a relation; of one without ids, for itself."""
    ids = ids_of(columns)
    if not ids:
        return f"select * from {relation}"
    own = ", ".join(f"source.{name} || suffix as {name}" for name in ids)
    return f"""
    select source.* replace ({own})
    from (
        select case when i > 0 then '~' || i else '' end as suffix
        from range({copies}) as t (i)
    ) cross join {relation} as source
    """


def multiply(warehouse: Path, relations: Sequence[tuple[str, str]], copies: int) -> None:
    """Replace relations (schema, name) of a warehouse by `copies` copies of them, as tables."""
    with duckdb.connect(str(warehouse), config={"threads": 2, "memory_limit": MEMORY}) as one:
        one.execute("set preserve_insertion_order = false")
        one.execute("create schema copies")
        for schema, name in relations:
            described = one.execute(f"describe {schema}.{name}").fetchall()
            query = copied(f"{schema}.{name}", [row[0] for row in described], copies)
            one.execute(f"create table copies.{name} as {query}")
        for schema, name in relations:
            ((kind,),) = one.execute(
                "select table_type from information_schema.tables"
                f" where table_schema = '{schema}' and table_name = '{name}'"
            ).fetchall()
            one.execute(f"drop {'view' if kind == 'VIEW' else 'table'} {schema}.{name} cascade")
            one.execute(f"create table {schema}.{name} as from copies.{name}")
            one.execute(f"drop table copies.{name}")
        one.execute("drop schema copies")
        one.execute("checkpoint")


def inside(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return unique id -> folder of the models that make scores, with all that only they need."""
    nodes = manifest["nodes"]
    room = {
        key: next((r for r in ROOMS if node["original_file_path"].startswith(f"{r}/")), "")
        for key, node in nodes.items()
        if node["resource_type"] == "model"
    }
    room |= {key: MARTS for key in room if nodes[key]["name"] == INCREMENTALITY}
    found: dict[str, str] = {}
    waiting = [key for key, place in room.items() if place == MARTS]
    while waiting:
        key = waiting.pop()
        if key not in found and room.get(key):
            found[key] = room[key]
            waiting += nodes[key]["depends_on"]["nodes"]
    return found


def stood_on(manifest: Mapping[str, Any], chosen: Iterable[str]) -> list[tuple[str, str]]:
    """Return (schema, name) of the relations that these models read and none of them makes."""
    nodes, own = manifest["nodes"], {*chosen}
    read = {key for one in own for key in nodes[one]["depends_on"]["nodes"]} - own
    return sorted((nodes[key]["schema"], nodes[key]["alias"]) for key in read)


def features_of_a_copy(warehouse: Path, names: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    """Return count and two hashes of each feature table's rows that belong to the first copy."""
    found = {}
    with duckdb.connect(str(warehouse), read_only=True) as one:
        for name in names:
            described = one.execute(f"describe intermediate.{name}").fetchall()
            columns = [row[0] for row in described if row[0] not in OF_ALL]
            if ids_of(columns):
                own = " and ".join(f"coalesce({i}, '') not like '%~%'" for i in ids_of(columns))
                relation = f"(select * from intermediate.{name} where {own})"
                (found[name],) = one.execute(fingerprint_sql(relation, columns)).fetchall()
    return found


def _dbt(work: Path, name: str, select: Sequence[str]) -> tuple[processes.Finished, dict[str, Any]]:
    report = work / f"{name}.json"
    done = processes.run(
        [sys.executable, "-m", "plr.bench.watched", str(report), "build", "--quiet",
         "--exclude-resource-type", "test", "unit_test", "--select", *select,
         "--vars", json.dumps({"sweep_initiation": False, "sweep_thresholds": False}),
         "--target-path", str(work / "target"), "--log-path", str(work / "logs")],
        work / "logs" / f"{name}.txt",
        {
            "PLR_INPUTS": str(modes.INPUTS),
            "PLR_SALT": "benchmark",
            "PLR_WAREHOUSE": str(work / "plr.duckdb"),
            "PLR_MEMORY_LIMIT": MEMORY,
            "PLR_TEMP": str(work / "tmp"),
        },
    )  # fmt: skip
    if done.code:
        raise Failed(done.output[-6000:])
    return done, json.loads(report.read_text(encoding="utf-8"))["nodes"]


def run(work: Path, scale: float, see: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Measure a company of `scale` million workspaces. Raises Failed."""
    work.mkdir(parents=True, exist_ok=True)
    warehouse = work / "plr.duckdb"
    warehouse.unlink(missing_ok=True)
    _dbt(work, "demo", [f"+path:{MARTS}", f"+{INCREMENTALITY}"])
    manifest = json.loads((work / "target" / "manifest.json").read_text(encoding="utf-8"))
    chosen = inside(manifest)
    names = {key: manifest["nodes"][key]["name"] for key in chosen}
    sql = sorted(name for key, name in names.items() if chosen[key] == FEATURES)
    before = features_of_a_copy(warehouse, sql)
    workspaces = _count(warehouse, "staging.stg_product__workspaces")
    leads = _count(warehouse, "marts.score_pql")
    copies = max(2, round(FULL_WORKSPACES * scale / workspaces))
    see(f"the demo company is built: {workspaces} workspaces; now {copies} times")
    multiply(warehouse, stood_on(manifest, chosen), copies)
    done, nodes = _dbt(work, "scores", sorted(names.values()))
    after = features_of_a_copy(warehouse, sql)
    apart = sorted(name for name in before if before[name] != after[name])
    if apart or _count(warehouse, "marts.score_pql") != copies * leads:
        raise Failed(f"the copies ran together: {', '.join(apart) or 'score_pql'} differ")
    steps = [Step(names[key], chosen[key], *nodes[key]) for key in chosen if key in nodes]
    rows = {name: _count(warehouse, f"intermediate.{name}") for name in before}
    with duckdb.connect(str(warehouse), read_only=True) as one:
        shipped = one.execute(
            "select score, count(distinct model_version) filter (where is_shipped),"
            " count(distinct model_version) from marts.rpt_score_quality group by 1 order by 1"
        ).fetchall()
    return {
        "workspaces": copies * workspaces,
        "copies": copies,
        "seconds": round(done.seconds, 1),
        "cpu_seconds": round(done.cpu_seconds, 1),
        "peak_bytes": done.peak_bytes,
        "steps": [vars(step) for step in steps],
        "rows": rows,
        "shipped": [list(row) for row in shipped],
    }


def _count(warehouse: Path, relation: str) -> int:
    with duckdb.connect(str(warehouse), read_only=True) as one:
        return one.execute(f"select count(*) from {relation}").fetchall()[0][0]


def as_text(report: Mapping[str, Any]) -> str:
    """Lay the report out to be read."""
    steps = [Step(**step) for step in report["steps"]]
    total, fitting = sum(s.cpu for s in steps), sum(s.fitting for s in steps)
    lines = [
        f"{report['workspaces']} workspaces ({report['copies']} demo companies), 36 months:"
        f" {report['seconds']} s by the clock, {report['cpu_seconds']} s of processor,"
        f" {report['peak_bytes'] / 2**30:.2f} GiB at the peak",
        f"fitting {fitting:.1f} s of processor; outside of it {total - fitting:.1f} s in models"
        f" ({1 - fitting / total:.0%}) and {report['cpu_seconds'] - total:.1f} s of dbt's own",
    ]
    for room, said in ROOMS.items():
        own = [step for step in steps if step.room == room]
        lines.append(
            f"  {said:20} {sum(s.cpu for s in own):9.1f} s,"
            f" of which fitting {sum(s.fitting for s in own):.1f} s ({len(own)} models)"
        )
    lines.append("the ten heaviest (seconds of processor, by the clock, fitting):")
    lines += [
        f"  {s.name:44} {s.cpu:9.1f} {s.clock:9.1f} {s.fitting:9.1f}"
        for s in sorted(steps, key=lambda step: -step.cpu)[:10]
    ]
    lines += [
        f"score {score}: {shipped} of {models} models shipped"
        for score, shipped, models in report["shipped"]
    ]
    return "\n".join(lines)
