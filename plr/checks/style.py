"""Size, names and neighbours: the parts of the house style that a linter does not know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from plr.checks.findings import Finding
from plr.checks.project import Project, is_base_view, layer, room

MAX_LINES = 150
MEDIAN_LINES = (20, 55)
JINJA_LINES_PER_LINE = 1 / 12

# Ending (or beginning) of a column name -> the types it may have, as the catalogue writes them.
TYPES_BY_ENDING = {
    "_at": ("TIMESTAMP",),
    "_on": ("DATE",),
    "_month": ("DATE",),
    "_mrr": ("DECIMAL",),
    "_arr": ("DECIMAL",),
    "_amount": ("DECIMAL",),
    "_count": ("BIGINT", "INTEGER"),
    "_share": ("DOUBLE", "DECIMAL"),
    "_score": ("DOUBLE", "DECIMAL", "INTEGER", "BIGINT"),
    "_id": ("VARCHAR",),
    "_key": ("VARCHAR",),
    "_reason": ("VARCHAR",),
    "_state": ("VARCHAR",),
}
TYPES_BY_BEGINNING = {"is_": ("BOOLEAN",), "has_": ("BOOLEAN",), "can_": ("BOOLEAN",)}
# Type -> what the name of such a column must look like, in intermediate and marts.
NAMES_BY_TYPE = {
    "TIMESTAMP": r".*_at|valid_(from|to)",
    "DATE": r".*_on|(.*_)?(month|quarter|year|week|day|date)|.*_(as_of|from|to|until)",
    "BOOLEAN": r"(is|has|had|can|does|was)_.*",
}
NAMES_BY_LAYER = {
    "staging": r"(base|stg)_{room}__[a-z0-9_]+",
    "intermediate": r"int_{room}__[a-z0-9_]+",
    "marts": (
        r"((dim|fct|rpt|bridge|mrt|score)_[a-z0-9_]+|quarantined_rows"
        r"|expansion_orphans|conversion_black_holes|hollow_usage|borrowed_nrr"
        r"|architecture_drift|product_passive_growth)"
    ),
    "guards": r"((guard|gate|profile)_[a-z0-9_]+|as_of|input_files)",
}


def check(project: Project) -> list[Finding]:
    """Return what is too long, too clever, misnamed or without its YAML beside it."""
    found = []
    for node in project.models.values():
        where = str(node["original_file_path"])
        found += [Finding(where, rule, message) for rule, message in _model_problems(node)]
    middle = median_lines(project)
    if not MEDIAN_LINES[0] <= middle <= MEDIAN_LINES[1]:
        found.append(Finding("models", "median_lines", f"the median model has {middle:g} lines"))
    share = jinja_share(project)
    if share > JINJA_LINES_PER_LINE:
        found.append(
            Finding("models", "jinja_share", f"{share:.1%} of lines hold Jinja, over 1 in 12")
        )
    return found


# Names that the public contract fixes, whatever their type.
PROMISED = frozenset({"holds", "days_in_state", "period_start", "window_start"})


def median_lines(project: Project) -> float:
    """Return the median length of SQL models, in lines that say something.

    Blank lines and import CTEs are not counted: they say which relations are read, not what is
    done. Base views are not made to be read.
    """
    return median(_spoken_lines(node) for node in project.sql_models() if not is_base_view(node))


IMPORT_CTE = re.compile(
    r"(?:with )?\w+ as \(\s*\n\s*select \* from \{\{ ref\('[^']+'\) \}\}"
    r"(?:\n    where [^\n]*)?\s*\n\s*\),?\n"
)


def _spoken_lines(node: Mapping[str, Any]) -> int:
    rest = IMPORT_CTE.sub("", node["raw_code"])
    return sum(bool(line.strip()) for line in rest.splitlines())


def jinja_share(project: Project) -> float:
    """Return the share of lines with Jinja, import CTEs (`from {{ ref() }}`) not counted."""
    lines = [line for node in _written(project) for line in node["raw_code"].splitlines()]
    plain = re.compile(r"\{\{\s*ref\([^)]*\)\s*\}\}|--\s*depends_on.*")
    return sum("{{" in plain.sub("", line) or "{%" in line for line in lines) / max(1, len(lines))


def naming(project: Project) -> list[Finding]:
    """Return columns of built relations whose name and type disagree (needs the catalogue)."""
    found = []
    for unique_id, node in project.models.items():
        # The columns of the config room bear the names that people gave to parameters and rules.
        strict = layer(node) in ("intermediate", "marts") and room(node) != "config"
        for column, kind in project.catalog_columns(unique_id).items():
            problem = _column_problem(column, kind.split("(")[0], strict=strict)
            if problem:
                found.append(Finding(f"{node['name']}.{column}", "naming", problem))
    return found


def _column_problem(column: str, kind: str, *, strict: bool) -> str:
    if strict and column not in PROMISED and "share_of_" not in column:
        for beginning, types in TYPES_BY_BEGINNING.items():
            if column.startswith(beginning) and kind not in types:
                return f"begins with {beginning}, so it is {types[0]}, not {kind}"
        for ending, types in TYPES_BY_ENDING.items():
            if column.endswith(ending) and kind not in types:
                return f"ends with {ending}, so it is {' or '.join(types)}, not {kind}"
        if kind in NAMES_BY_TYPE and not re.fullmatch(NAMES_BY_TYPE[kind], column):
            return f"is a {kind}, so its name matches {NAMES_BY_TYPE[kind]}"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", column):
        return "is not lower snake case"
    return ""


def _written(project: Project) -> list[Mapping[str, Any]]:
    """SQL models that people wrote: those from the contract on, not the generated staging layer."""
    return [node for node in project.sql_models() if layer(node) not in ("staging", "guards")]


def _lines(node: Mapping[str, Any]) -> int:
    return len(str(node["raw_code"]).splitlines())


def _model_problems(node: Mapping[str, Any]) -> list[tuple[str, str]]:
    problems = []
    if _lines(node) > MAX_LINES:
        problems.append(("model_lines", f"{_lines(node)} lines, over {MAX_LINES}"))
    pattern = NAMES_BY_LAYER.get(layer(node))
    if pattern and not re.fullmatch(pattern.format(room=room(node)), node["name"]):
        problems.append(("model_name", f"name does not match {pattern.format(room=room(node))}"))
    if not is_base_view(node) and layer(node) != "guards":
        expected = Path(node["original_file_path"]).with_suffix(".yml").as_posix()
        stated = str(node.get("patch_path") or "").split("://")[-1]
        if stated != expected:
            problems.append(
                ("yaml_beside", f"is described in {stated or 'no file'}, not {expected}")
            )
    return problems
