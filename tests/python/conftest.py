"""What tests share: one build of the demo company, made once per session.

`make test` sets PLR_BUILT to the folder in which the checks have just built it, so that it is not
built twice; alone, pytest builds it in a folder of its own. Nobody writes to either: a test that
must write takes ``scratch``, a copy.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pytest

from plr.checks import project
from plr.checks.project import Project
from plr.parsed import SERVER
from plr.publish import fingerprint_sql

ROOT = Path(__file__).resolve().parents[2]
SALT = "demo-company-salt"
"""The public one of the demo company, as macros/privacy.sql has it."""
SLOW_A_DAY = 1
LONGEST_FIRST = (
    "test_dbt_commands",
    "test_events_by_day",
    "test_real_data",
    "test_as_of_reproduction",
    "test_inputs",
    "test_trials_modes",
    "test_growth_shapes",
    "test_drills_inputs",
    "test_missing",
    "test_guards_build",
    "test_guards",
    "test_initiation_inputs",
    "test_house_macros",
)
"""Modules that take minutes begin first, so that no worker is left with one at the end."""
DBT = (sys.executable, "-m", "plr.parsed")
"""dbt that takes the parse of the build which the checks have made, where there is one."""
if os.environ.get("PLR_BUILT"):
    os.environ["PLR_PARSED"] = str((ROOT / os.environ["PLR_BUILT"] / "target").resolve())


def clean_environment(**more: str) -> dict[str, str]:
    """Return this process's environment without what would change a build, plus ``more``."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PLR_", "DBT_"))}
    for name in ("PLR_PARSED", SERVER):
        if name in os.environ:
            kept[name] = os.environ[name]
    return kept | {"DO_NOT_TRACK": "1"} | more


@dataclass(frozen=True)
class Built:
    """A built warehouse and dbt's record of the run, in one folder."""

    folder: Path

    @property
    def warehouse(self) -> Path:
        """The DuckDB file."""
        return self.folder / "plr.duckdb"

    @property
    def target(self) -> Path:
        """The folder of manifest, run results and catalogue."""
        return self.folder / "target"

    @cached_property
    def project(self) -> Project:
        """The parsed project with its catalogue."""
        return project.load(self.target)

    @cached_property
    def run_results(self) -> dict[str, Any]:
        """What became of each node of the last run."""
        return json.loads((self.target / "run_results.json").read_text(encoding="utf-8"))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query on the warehouse, read only."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def dbt(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run dbt on this warehouse; the caller looks at ``returncode`` and ``stdout``."""
        command = [*DBT, "--no-use-colors", *arguments]
        command += ["--target-path", str(self.target), "--log-path", str(self.folder / "logs")]
        return subprocess.run(
            command,
            cwd=ROOT,
            env=clean_environment(PLR_WAREHOUSE=str(self.warehouse), **environment),
            capture_output=True,
            text=True,
            check=False,
        )


def contents(built: Built, without: Collection[str] = ()) -> dict[str, tuple[object, ...]]:
    """Return, for every mart, its row count and two hashes of its rows in any order.

    ``without`` names columns (mart.column) that are left out.
    """
    with duckdb.connect(str(built.warehouse), read_only=True) as connection:
        marts = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' order by 1"
        ).fetchall()
        found = {}
        for (name,) in marts:
            described = connection.execute(f"describe marts.{name}").fetchall()
            columns = [row[0] for row in described if f"{name}.{row[0]}" not in without]
            query = fingerprint_sql(f"marts.{name}", columns)
            (found[name],) = connection.execute(query).fetchall()
    return found


def built_from(inputs: Path, folder: Path) -> Built:
    """Return a warehouse of every model, built from a folder of inputs without the data tests."""
    built = Built(folder)
    built.folder.mkdir()
    done = built.dbt(
        "build", "--exclude-resource-type", "test", "unit_test",
        PLR_INPUTS=str(inputs), PLR_SALT=SALT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    return built


@pytest.fixture(scope="session")
def demo_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The demo company, built and documented. Read only."""
    stated = os.environ.get("PLR_BUILT")
    if stated:
        return Built((ROOT / stated).resolve())
    built = Built(tmp_path_factory.mktemp("demo_warehouse"))
    done = built.dbt("build")
    assert done.returncode == 0, done.stdout[-4000:]
    results = (built.target / "run_results.json").read_text(encoding="utf-8")
    documented = built.dbt("docs", "generate", "--static")
    assert documented.returncode == 0, documented.stdout[-4000:]
    (built.target / "run_results.json").write_text(results, encoding="utf-8")
    return built


@pytest.fixture(scope="session")
def scratch(demo_warehouse: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """A copy of the demo warehouse that one module of tests may write to, in turn."""
    copy = Built(tmp_path_factory.mktemp("scratch"))
    shutil.copy(demo_warehouse.warehouse, copy.warehouse)
    shutil.copytree(demo_warehouse.target, copy.target)
    yield copy
    shutil.rmtree(copy.folder, ignore_errors=True)


@pytest.fixture
def restored(scratch: Built, demo_warehouse: Built) -> Callable[[], Built]:
    """Return a function that puts the demo warehouse back into the scratch folder."""

    def restore() -> Built:
        shutil.copy(demo_warehouse.warehouse, scratch.warehouse)
        return scratch

    return restore


def of_the_day(names: list[str], day: date) -> set[str]:
    """Return SLOW_A_DAY of the names, far apart; on the next day the next ones, so all in turn."""
    apart = len(names) // SLOW_A_DAY
    first = day.toordinal()
    return {names[(first + n * apart) % len(names)] for n in range(SLOW_A_DAY)} if names else set()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the slow tests run those of the day, and all with `-m slow` or where one is named."""
    places = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))
    named = any("::" in argument for argument in config.args)
    if config.getoption("markexpr") or config.getoption("keyword") or named:
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    kept = of_the_day(sorted({item.nodeid for item in slow}), date.today())
    left = [item for item in slow if item.nodeid not in kept]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]
