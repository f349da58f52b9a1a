"""The layer law (data flows one way) and the two laws of time (no clock, no current state)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.pushdown_projections import pushdown_projections
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import traverse_scope

from plr.checks.findings import Finding
from plr.checks.portability import CURRENT_TIME, without_jinja
from plr.checks.project import Project, is_base_view, layer, room
from plr.contract import Table

# What a model of a layer may read. Seeds and the as-of row are named where they are allowed.
ALLOWED_PARENTS = {
    "guards": {"source", "guards", "seed"},
    "connectors": {"source", "guards"},
    "staging": {"source", "guards", "connectors", "staging"},
    "intermediate": {"staging", "seed", "intermediate", "as_of"},
    "scoring": {"intermediate", "scoring", "seed", "as_of"},
    "marts": {"intermediate", "scoring", "seed", "marts", "as_of"},
    # intermediate: tests that must have passed; guards: what the inputs were when the build began
    "publication": {"marts", "as_of", "intermediate", "guards"},
}

# A mart may read marts of its own room and of the rooms before it.
MART_ROOMS = ("core", "revenue", "attribution", "failure_modes", "scores", "growth", "board")

# It counts what is in the files in order to say which of them a base view is to read.
PLANS_OF_READING = frozenset({"stg_product__landing_days"})

# The guards' findings reach a mart through this one room.
REPORTS_ON_INPUTS = ("intermediate", "inputs")

# Rooms of intermediate that restate the past, so that what is only true today has no place there.
HISTORICAL_ROOMS = ("revenue", "motions", "attribution", "failure_modes", "economics", "features")


def check(project: Project, contract: Mapping[str, Table]) -> list[Finding]:
    """Return every edge that runs against the law, every clock and every current-state column."""
    return [
        *edges(project),
        *engine_switches(project),
        *clocks(project),
        *current_state(project, contract),
    ]


def edges(project: Project) -> list[Finding]:
    """Return the edges of the graph that no layer allows; each names both nodes."""
    found = []
    for child in project.models.values():
        for parent_id in child["depends_on"]["nodes"]:
            parent = (
                project.manifest["nodes"].get(parent_id) or project.manifest["sources"][parent_id]
            )
            problem = _edge_problem(child, parent)
            if problem:
                message = f"reads {parent['name']} ({_place(parent)}): {problem}"
                found.append(Finding(f"{child['name']} ({_place(child)})", "layer_law", message))
    return found


def _edge_problem(child: Mapping[str, Any], parent: Mapping[str, Any]) -> str:
    below = layer(child)
    above = layer(parent)
    if below not in ALLOWED_PARENTS:
        return f"models/{below} is no layer of the house"
    kind = "as_of" if parent["name"] == "as_of" and below != "staging" else above
    if kind in ("as_of", "guards") and below == "guards":
        return ""
    if kind == "guards" and (below, room(child)) == REPORTS_ON_INPUTS:
        return ""
    if below == "intermediate" and above == "scoring" and room(child) == "failure_modes":
        return ""
    if kind not in ALLOWED_PARENTS[below]:
        return f"{below} reads {', '.join(sorted(ALLOWED_PARENTS[below]))}"
    touches = is_base_view(child) or child["name"] in PLANS_OF_READING
    if below == "staging" and above == "source" and not touches:
        return "only base views touch inputs"
    if below == "marts" and above == "marts":
        return _mart_problem(child, parent)
    return ""


def _mart_problem(child: Mapping[str, Any], parent: Mapping[str, Any]) -> str:
    for node in (child, parent):
        if room(node) not in MART_ROOMS:
            return f"{room(node) or 'marts itself'} is no room of marts"
    if MART_ROOMS.index(room(parent)) > MART_ROOMS.index(room(child)):
        return f"{room(parent)} comes after {room(child)}"
    return ""


def _place(node: Mapping[str, Any]) -> str:
    return (
        f"{layer(node)}/{room(node)}".rstrip("/")
        if node["resource_type"] == "model"
        else layer(node)
    )


def engine_switches(project: Project) -> list[Finding]:
    """Return models that ask which engine they run on: that belongs in a dispatched macro."""
    return [
        Finding(
            node["original_file_path"], "engine_switch", "no target.type or target.name in a model"
        )
        for node in project.models.values()
        if re.search(r"\btarget\s*\.\s*(type|name)\b|\btarget\[", node["raw_code"])
    ]


def clocks(project: Project) -> list[Finding]:
    """Return models that read a wall clock; the only day is that of ``as_of``."""
    found = []
    for node in project.models.values():
        if node["language"] == "python":
            clock = _python_clock(node["raw_code"])
        else:
            words = set(
                re.findall(
                    r"[a-z_]+(?=\s*\()|current_[a-z]+", without_jinja(node["raw_code"]).lower()
                )
            )
            clock = next(iter(sorted(words & CURRENT_TIME)), "")
            clock = clock or next(
                iter(re.findall(r"run_started_at|modules\.datetime", node["raw_code"])), ""
            )
        if clock:
            found.append(
                Finding(node["original_file_path"], "wall_clock", f"reads {clock}, not as_of")
            )
    return found


def python_clocks(root: Path, exempt: frozenset[str]) -> list[Finding]:
    """Return the functions behind the models that read a clock; commands that time runs are exempt.

    ``exempt`` holds paths below ``root`` (a file, or a folder ending in a slash).
    """
    found = []
    for path in sorted((root / "plr").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if any(name == one or (one.endswith("/") and name.startswith(one)) for one in exempt):
            continue
        clock = _python_clock(path.read_text(encoding="utf-8"))
        if clock:
            found.append(Finding(name, "wall_clock", f"reads {clock}, not as_of"))
    return found


def _python_clock(code: str) -> str:
    pattern = r"\b(?:datetime|date|Timestamp|time)\.(?:now|today|utcnow|time|time_ns)\s*\("
    met = re.search(pattern, code)
    return met.group(0).rstrip("( ") if met else ""


def current_state(project: Project, contract: Mapping[str, Table]) -> list[Finding]:
    """Return the use of columns that hold only the current state, where history is told.

    A model outside the historical rooms may use one if its ``config.meta.current_state`` says why.
    A failure mode may read such a model if its ``config.meta.reads_current_state`` says why: fit,
    owner and the wish not to be contacted have no history in a CRM.
    """
    marked = {
        f"stg_{table.domain}__{table.name}": names
        for table in contract.values()
        if (names := frozenset(column.name for column in table.columns if column.is_current_state))
    }
    found = []
    declared = {key for key, node in project.models.items() if _reason(node)}
    for node in project.sql_models():
        if layer(node) != "intermediate":
            continue
        where = str(node["original_file_path"])
        if not node.get("compiled_code"):
            found.append(Finding(where, "not_compiled", "has no compiled SQL: was it built?"))
            continue
        is_historical = room(node) in HISTORICAL_ROOMS
        for table, column in sorted(_used(project, node, marked)):
            if is_historical or not _reason(node):
                found.append(
                    Finding(
                        where, "current_state", f"uses {table}.{column}, known only as of today"
                    )
                )
        is_exempt = bool((node["config"].get("meta") or {}).get("reads_current_state"))
        is_bound = is_historical and not (is_exempt and room(node) == "failure_modes")
        for parent in set(node["depends_on"]["nodes"]) & declared if is_bound else ():
            name = project.models[parent]["name"]
            found.append(
                Finding(where, "current_state", f"reads {name}, which shows today's state")
            )
    return found


def _reason(node: Mapping[str, Any]) -> str:
    return str((node["config"].get("meta") or {}).get("current_state") or "")


def _used(
    project: Project, node: Mapping[str, Any], marked: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, str]]:
    """Yield (relation, column) for marked columns that an output or a condition stands on."""
    parents = [
        project.models.get(key) or project.seeds.get(key) for key in node["depends_on"]["nodes"]
    ]
    if not any(parent and parent["name"] in marked for parent in parents):
        return
    schema: dict[str, dict[str, dict[str, str]]] = {}
    for parent in parents:
        if parent:
            columns = {name.lower(): "varchar" for name in parent["columns"]}
            schema.setdefault(parent["schema"], {})[parent["name"]] = columns
    tree = sqlglot.parse_one(node["compiled_code"], read="duckdb")
    for table in tree.find_all(exp.Table):
        table.set("catalog", None)
    tree = qualify(tree, schema=schema, dialect="duckdb", validate_qualify_columns=False)
    tree = pushdown_projections(tree)
    for scope in traverse_scope(tree):
        for column in scope.columns:
            source = scope.sources.get(column.table)
            if isinstance(source, exp.Table) and column.name in marked.get(source.name, ()):
                yield source.name, column.name
