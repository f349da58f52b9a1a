"""The commands that an analytics engineer types every day, and the exit codes that CI reads."""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from conftest import SALT, Built, contents

from plr.drills._kit import Place, daily_seed, faults, kill
from plr.inputs import DEFAULT_LOCATION


def nodes_run(built: Built) -> set[str]:
    """Return the names of the nodes in the last run's record."""
    results = json.loads((built.target / "run_results.json").read_text(encoding="utf-8"))["results"]
    return {result["unique_id"].split(".")[2] for result in results}


def test_build_left_no_failure_behind(demo_warehouse: Built) -> None:
    """The build that all these tests stand on passed every model and every test."""
    statuses = {result["status"] for result in demo_warehouse.run_results["results"]}
    assert statuses <= {"success", "pass", "warn", "no-op"}


def test_second_build_changes_no_row(scratch: Built, tmp_path: Path) -> None:
    """The same inputs give the same rows, though the build before was killed half-way.

    The build fails at its last node only, for want of a place; `dbt retry` makes that one good.
    """
    before = contents(scratch)
    assert before["fct_mrr_movements"][0] > 0
    seed = daily_seed()
    place = Place(scratch.folder)
    process = place.start("plr.run", PLR_INPUTS=DEFAULT_LOCATION, PLR_SALT=SALT)
    time.sleep(random.Random(seed).uniform(5, 45))
    kill(process)
    assert not place.published.exists(), f"seed {seed}"
    occupied = tmp_path / "a file"
    occupied.touch()
    done = scratch.dbt("build", PLR_PUBLICATION=str(occupied / "plr.duckdb"))
    assert done.returncode == 1, f"seed {seed}: {done.stdout[-3000:]}"
    assert "mend the folder, then `dbt retry`" in done.stdout
    assert contents(scratch) == before
    with duckdb.connect(str(scratch.warehouse)) as connection:
        ((ended, last),) = connection.execute(
            "select is_over, command from staging.runs_noted order by run_number desc limit 1"
        ).fetchall()
    assert (ended, last) == (True, "build")
    again = scratch.dbt("retry")
    assert again.returncode == 0, again.stdout[-3000:]
    ran = nodes_run(scratch)
    assert "publication" in ran and "fct_mrr_movements" not in ran
    assert contents(scratch) == before
    assert faults(place.published) == []
    with duckdb.connect(str(place.published), read_only=True) as connection:
        named = connection.execute("select count(*) from marts.publication").fetchall()
    assert named == [(len(before) - 1,)], "every mart but the history itself"


def test_everything_compiles(scratch: Built, demo_warehouse: Built) -> None:
    """Every model was compiled for the documentation; analyses and a room of marts are here."""
    models = list(demo_warehouse.project.sql_models())
    assert len(models) > 700 and all(model.get("compiled_code") for model in models)
    done = scratch.dbt("compile", "--select", "path:analyses", "path:models/marts/board")
    assert done.returncode == 0, done.stdout[-3000:]
    compiled = [path.stem for path in (scratch.target / "compiled").rglob("analyses/*.sql")]
    assert len(set(compiled)) >= 5


def test_docs_are_one_page(demo_warehouse: Built) -> None:
    """The documentation is written as one file that needs no server."""
    page = (demo_warehouse.target / "static_index.html").read_text(encoding="utf-8")
    assert "Every cent of movement" in page or "every cent of movement" in page


@pytest.mark.parametrize("selection", ["fct_account_mrr_months+", "+fct_account_mrr_months"])
def test_build_of_one_mart_with_its_neighbours(scratch: Built, selection: str) -> None:
    """A mart is built with what stands on it, or with what it stands on."""
    published = scratch.folder / "publication" / "plr.duckdb"
    before = published.stat().st_mtime_ns if published.exists() else None
    done = scratch.dbt("build", "--select", selection)
    assert done.returncode == 0, done.stdout[-3000:]
    ran = nodes_run(scratch)
    assert "fct_account_mrr_months" in ran
    assert ("publication" in ran) == selection.endswith("+")
    assert ("stg_billing__subscriptions" in ran) == selection.startswith("+")
    after = published.stat().st_mtime_ns if published.exists() else None
    assert after == before, "a part of the graph must not reach readers"


def test_build_of_what_changed(scratch: Built, tmp_path: Path) -> None:
    """Against the state of an earlier run, only the changed model and what follows is built."""
    state = tmp_path / "state"
    state.mkdir()
    manifest = json.loads((scratch.target / "manifest.json").read_text(encoding="utf-8"))
    manifest["nodes"]["model.plr.rpt_quarantine"]["raw_code"] += "-- as it was"
    (state / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    done = scratch.dbt("build", "--select", "state:modified+", "--state", str(state))
    assert done.returncode == 0, done.stdout[-3000:]
    models = {name for name in nodes_run(scratch) if not name.startswith(("not_null", "unique"))}
    assert {"rpt_quarantine", "publication"} <= models
    assert "fct_mrr_movements" not in models


def test_source_freshness(scratch: Built) -> None:
    """The lag of every table is reported; an old table is a warning, never a failure."""
    done = scratch.dbt("source", "freshness")
    assert done.returncode == 0, done.stdout[-3000:]
    assert (scratch.target / "sources.json").exists()


@pytest.mark.slow
def test_empty_build_publishes_nothing(
    scratch: Built, restored: Callable[[], Built], tmp_path: Path
) -> None:
    """The graph builds on no rows at all (for CI on another engine), and readers see none of it."""
    place = tmp_path / "published.duckdb"
    done = scratch.dbt("build", "--empty", PLR_PUBLICATION=str(place))
    restored()
    assert done.returncode == 0, done.stdout[-3000:]
    assert not place.exists()


def test_retry_goes_on_where_a_build_failed(scratch: Built, tmp_path: Path) -> None:
    """A build that fails exits with 1; once its cause is gone, `dbt retry` completes it."""
    copy = Built(tmp_path / "retry")
    copy.folder.mkdir()
    shutil.copy(scratch.warehouse, copy.warehouse)
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    environment = {"PLR_INPUTS": str(inputs), "PLR_SALT": "a salt of these tests"}
    failed = copy.dbt("build", "--select", "as_of", **environment)
    assert failed.returncode == 1, failed.stdout[-3000:]
    assert "No as-of date" in failed.stdout
    (inputs / "invoice_lines.csv").write_text(
        "invoice_line_id,invoiced_at\nline_1,2026-01-31 08:00:00\n", encoding="utf-8"
    )
    again = copy.dbt("retry", **environment)
    assert again.returncode == 0, again.stdout[-3000:]
    assert copy.rows("select cast(as_of_on as varchar) from staging.as_of") == [("2026-01-31",)]


def test_exit_code_of_a_wrong_call(scratch: Built) -> None:
    """A call that dbt cannot read exits with 2; a selection of nothing is an error too."""
    assert scratch.dbt("build", "--no-such-option").returncode == 2
    assert scratch.dbt("ls", "--select", "no_such_model").returncode != 0
