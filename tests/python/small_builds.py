"""Builds of a few models on a few rows, for tests of single rules.

Each place has its own inputs, warehouse and target folder. PLR_KILLER_PLACE names a folder in
which they stay, so that many builds in a row parse the project once. Where PLR_KILLER_CHANGED names
a model, only that model and what stands on it are built again.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import DBT

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Warehouse:
    """What a build left behind."""

    path: Path

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Run a query and return its rows by column name."""
        with duckdb.connect(str(self.path), read_only=True) as connection:
            cursor = connection.execute(query)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def place_of(name: str, factory: pytest.TempPathFactory) -> Path:
    """Return the folder for the builds of one test module, relative where it is to be kept."""
    kept = os.environ.get("PLR_KILLER_PLACE")
    if not kept:
        return factory.mktemp(name)
    (ROOT / kept / name).mkdir(parents=True, exist_ok=True)
    return Path(kept) / name


def build(place: Path, models: Sequence[str], as_of: date) -> Warehouse:
    """Build the models and what they stand on from `place / inputs`, without tests.

    Raises RuntimeError where dbt fails.
    """
    warehouse = place / "plr.duckdb"
    changed = os.environ.get("PLR_KILLER_CHANGED")
    if changed and (ROOT / warehouse).exists():
        selection = standing_on(changed, models, ROOT / place / "target" / "manifest.json")
    else:
        (ROOT / warehouse).unlink(missing_ok=True)
        selection = [f"+{model}" for model in models]
    command = [*DBT, "build", "--select", *selection]
    command += [] if os.environ.get("PLR_KILLER_PLACE") else ["--no-write-json"]
    command += ["--exclude-resource-type", "test", "unit_test"]
    command += ["--vars", json.dumps({"as_of_date": as_of.isoformat()})]
    command += ["--target-path", str(place / "target"), "--log-path", str(place / "logs")]
    own = {"PLR_INPUTS": str(place / "inputs"), "PLR_WAREHOUSE": str(warehouse)}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | own | {"PLR_SALT": "a salt"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"dbt build failed:\n{done.stdout[-6000:]}{done.stderr}")
    return Warehouse(ROOT / warehouse)


def standing_on(changed: str, models: Sequence[str], manifest: Path) -> list[str]:
    """Name the changed model and all between it and the wanted ones, by the last parse."""
    graph = json.loads(manifest.read_text(encoding="utf-8"))

    def reach(names: Sequence[str], edges: Mapping[str, list[str]]) -> set[str]:
        found: set[str] = set()
        waiting = [f"model.plr.{name}" for name in names]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.add(node)
                waiting += edges.get(node, [])
        return found

    below = reach([changed], graph["child_map"]) & reach(models, graph["parent_map"])
    return sorted(node.removeprefix("model.plr.") for node in below)


def write_csv(folder: Path, tables: Mapping[str, str]) -> None:
    """Write CSV files from text; lines are trimmed, the first names the columns."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        lines = [line.strip() for line in text.strip().splitlines()]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
