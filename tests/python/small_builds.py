"""Builds of a few models on a few rows, for tests of single rules.

Each place has its own warehouse and target folder. PLR_KILLER_PLACE names a folder (relative to the
project) in which they stay, so that many builds in a row parse the project once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

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
    return Path(kept) / name if kept else factory.mktemp(name)


def build(place: Path, inputs: Path, models: Sequence[str], as_of: date, **more: str) -> Warehouse:
    """Build the models and what they stand on, without tests, anew. Fails where dbt does."""
    warehouse = place / "warehouse.duckdb"
    (ROOT / place).mkdir(parents=True, exist_ok=True)
    (ROOT / warehouse).unlink(missing_ok=True)
    command = [str(Path(sys.executable).with_name("dbt")), "build"]
    command += ["--select", *(f"+{model}" for model in models)]
    command += ["--exclude-resource-type", "test", "unit_test"]
    command += ["--vars", json.dumps({"as_of_date": as_of.isoformat()})]
    command += ["--target-path", str(place / "target"), "--log-path", str(place / "logs")]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ
        | {"PLR_INPUTS": str(inputs), "PLR_WAREHOUSE": str(warehouse), "PLR_SALT": "a salt"}
        | more,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"dbt build failed:\n{done.stdout[-6000:]}{done.stderr}")
    return Warehouse(ROOT / warehouse)


def write_csv(folder: Path, tables: Mapping[str, str]) -> None:
    """Write CSV files from text; lines are trimmed, the first names the columns."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        lines = [line.strip() for line in text.strip().splitlines()]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
