"""Documentation coverage: everything that exists is described, nothing described is gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plr.checks.findings import Finding
from plr.checks.project import Project, layer, room

RULE = "documentation"


def check(project: Project) -> list[Finding]:
    """Return what has no description (models, columns, seeds, sources, macros, arguments, ...)."""
    return [
        *_nodes(project),
        *_sources(project),
        *_macros(project),
        *_exposures(project),
        *_singular_tests(project),
        *catalogue(project),
    ]


def catalogue(project: Project) -> list[Finding]:
    """Compare the columns of built relations with the documented ones, both ways."""
    found = []
    if not project.catalog:
        return found
    for unique_id, node in {**project.models, **project.seeds}.items():
        built = set(project.catalog_columns(unique_id))
        stated = {name.lower() for name in node["columns"]}
        if not built:
            found.append(Finding(node["name"], RULE, "is not in the catalogue: was it built?"))
            continue
        for column in sorted(built - stated):
            found.append(Finding(f"{node['name']}.{column}", RULE, "is built but not documented"))
        for column in sorted(stated - built):
            found.append(Finding(f"{node['name']}.{column}", RULE, "is documented but not built"))
    return found


def _lacks(thing: Mapping[str, Any]) -> bool:
    return len(str(thing.get("description") or "").strip()) < 3


def _nodes(project: Project) -> list[Finding]:
    found = []
    for node in {**project.models, **project.seeds}.values():
        if _lacks(node):
            found.append(Finding(node["name"], RULE, f"{node['resource_type']} is not described"))
        for name, column in node["columns"].items():
            if _lacks(column):
                found.append(Finding(f"{node['name']}.{name}", RULE, "column is not described"))
    return found


def _sources(project: Project) -> list[Finding]:
    found = []
    for source in project.sources.values():
        name = f"{source['source_name']}.{source['name']}"
        if _lacks(source):
            found.append(Finding(name, RULE, "source is not described"))
        if not source["columns"]:
            found.append(Finding(name, RULE, "source has no columns"))
        for column_name, column in source["columns"].items():
            if _lacks(column):
                found.append(Finding(f"{name}.{column_name}", RULE, "column is not described"))
    return found


def _macros(project: Project) -> list[Finding]:
    found = []
    for macro in project.macros.values():
        name = f"macro {macro['name']}"
        if macro["name"].startswith(("test_", "materialization_")):
            kind = "generic test" if macro["name"].startswith("test_") else "materialization"
            if _lacks(macro):
                found.append(Finding(name, RULE, f"{kind} is not described"))
            continue
        if _lacks(macro):
            found.append(Finding(name, RULE, "macro is not described"))
        for argument in macro["arguments"]:
            if _lacks(argument):
                found.append(
                    Finding(f"{name}({argument['name']})", RULE, "argument is not described")
                )
        stated = [argument["name"] for argument in macro["arguments"]]
        written = _signature(macro["macro_sql"], macro["name"])
        if stated != written:
            found.append(Finding(name, RULE, f"documents arguments {stated}, takes {written}"))
    return found


def _signature(macro_sql: str, name: str) -> list[str]:
    """Return the argument names of a macro as written in its own text."""
    head = macro_sql.split(f"macro {name}", 1)[1].split("%}", 1)[0]
    inside = head[head.index("(") + 1 : head.rindex(")")]
    return [part.split("=")[0].strip() for part in inside.split(",") if part.strip()]


def _exposures(project: Project) -> list[Finding]:
    """Every exposure is described, and every room of marts has exactly one."""
    found = []
    exposures = project.manifest["exposures"].values()
    for exposure in exposures:
        if _lacks(exposure):
            found.append(Finding(f"exposure {exposure['name']}", RULE, "exposure is not described"))
    marts = {key: node for key, node in project.models.items() if layer(node) == "marts"}
    shown = {key for exposure in exposures for key in exposure["depends_on"]["nodes"]}
    for key, node in marts.items():
        if key not in shown:
            where = f"{node['name']} ({room(node)})"
            found.append(Finding(where, RULE, "mart stands in no exposure (models/exposures.yml)"))
    return found


def _singular_tests(project: Project) -> list[Finding]:
    return [
        Finding(node["name"], RULE, "singular test is not described")
        for node in project.tests.values()
        if not node.get("test_metadata") and _lacks(node)
    ]
