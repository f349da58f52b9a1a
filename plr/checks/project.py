"""The project as dbt sees it: manifest, catalogue and run results as small typed values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

PACKAGE = "plr"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Project:
    """A parsed project: ``manifest`` as dbt wrote it, ``catalog`` empty before `docs generate`."""

    manifest: Mapping[str, Any]
    catalog: Mapping[str, Any]

    @cached_property
    def models(self) -> dict[str, Mapping[str, Any]]:
        """Models of this project by unique id, in name order."""
        return self._nodes("model")

    @cached_property
    def seeds(self) -> dict[str, Mapping[str, Any]]:
        """Seeds of this project by unique id."""
        return self._nodes("seed")

    @cached_property
    def tests(self) -> dict[str, Mapping[str, Any]]:
        """Data tests of this project by unique id."""
        return self._nodes("test")

    @cached_property
    def sources(self) -> dict[str, Mapping[str, Any]]:
        """Source tables by unique id."""
        return dict(sorted(self.manifest["sources"].items()))

    @cached_property
    def macros(self) -> dict[str, Mapping[str, Any]]:
        """Macros of this project (not dbt's own) by unique id."""
        return {
            key: macro
            for key, macro in sorted(self.manifest["macros"].items())
            if macro["package_name"] == PACKAGE
        }

    def sql_models(self) -> Iterable[Mapping[str, Any]]:
        """Yield the models written in SQL."""
        return (node for node in self.models.values() if node["language"] == "sql")

    def catalog_columns(self, unique_id: str) -> dict[str, str]:
        """Return column -> type of a built relation; empty where it is not in the catalogue."""
        entry = self.catalog.get("nodes", {}).get(unique_id)
        if entry is None:
            return {}
        return {name.lower(): column["type"] for name, column in entry["columns"].items()}

    def _nodes(self, kind: str) -> dict[str, Mapping[str, Any]]:
        return {
            key: node
            for key, node in sorted(self.manifest["nodes"].items())
            if node["resource_type"] == kind and node["package_name"] == PACKAGE
        }


def load(target: Path) -> Project:
    """Read ``manifest.json`` and, where it is there, ``catalog.json`` of a target folder."""
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    catalog = target / "catalog.json"
    return Project(
        manifest=manifest,
        catalog=json.loads(catalog.read_text(encoding="utf-8")) if catalog.exists() else {},
    )


def layer(node: Mapping[str, Any]) -> str:
    """Return the layer of a node: the first folder under models/, or the kind of a non-model."""
    if node["resource_type"] != "model":
        return str(node["resource_type"])
    return str(node["original_file_path"]).split("/")[1]


def room(node: Mapping[str, Any]) -> str:
    """Return the folder a model lies in below its layer, '' where it lies in the layer itself."""
    parts = str(node["original_file_path"]).split("/")
    return parts[2] if len(parts) > 3 else ""


def is_base_view(node: Mapping[str, Any]) -> bool:
    """Whether a model is a generated base view, the input seam in the engine's own words."""
    return str(node["name"]).startswith("base_")
