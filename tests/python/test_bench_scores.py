"""The benchmark of the scores: copies that never meet, what is read, and what counts as fitting."""

from __future__ import annotations

import importlib
import time
from pathlib import Path

import duckdb
from conftest import Built

from plr.bench import scores, watched


def test_copies_have_ids_of_their_own(tmp_path: Path) -> None:
    """Rows join within their copy alone; what has no id stays once; views become tables."""
    warehouse = tmp_path / "plr.duckdb"
    with duckdb.connect(str(warehouse)) as one:
        one.execute("create schema staging")
        one.execute("create table staging.users as from (values ('u1', 'w1'), ('u2', 'w1'),"
                    " (null, 'w2')) as t (user_id, workspace_id)")  # fmt: skip
        one.execute("create view staging.spaces as from (values ('w1', 'eu', 's'), ('w2', 'us',"
                    " 's')) as t (workspace_id, region, scenario_id)")  # fmt: skip
        one.execute("create table staging.settings as select 5 as days, 's' as scenario_id")
    relations = [("staging", name) for name in ("settings", "spaces", "users")]
    scores.multiply(warehouse, relations, 4)
    with duckdb.connect(str(warehouse), read_only=True) as one:
        assert one.execute("from staging.settings").fetchall() == [(5, "s")]
        assert one.execute(
            "select count(*), count(distinct workspace_id), count(distinct user_id),"
            " count(distinct region), any_value(scenario_id)"
            " from staging.users join staging.spaces using (workspace_id)"
        ).fetchall() == [(12, 8, 8, 2, "s")]
        assert one.execute(
            "select user_id, workspace_id from staging.users where not contains(workspace_id, '~')"
            " order by 1"
        ).fetchall() == [("u1", "w1"), ("u2", "w1"), (None, "w2")]
        assert not one.execute(
            "select 1 from information_schema.schemata where schema_name = 'copies'"
        ).fetchall()


def test_what_is_measured_makes_the_scores_and_what_it_stands_on_does_not(
    demo_warehouse: Built,
) -> None:
    """Every score has its features and models; models of other rooms are out."""
    manifest = demo_warehouse.project.manifest
    chosen = scores.inside(manifest)
    names = {key.split(".")[-1] for key in chosen}
    assert {"score_pql", "score_lifetime_value", "rpt_incrementality", "incrementality"} <= names
    assert {"pql_models", "expansion_scores", "usage_forecasts", "int_features__pql"} <= names
    assert not {"cbh_rate_gaps", "eo_lift", "fct_mrr_movements", "int_revenue__events"} & names
    read = {name for _, name in scores.stood_on(manifest, chosen)}
    assert {"int_product__event_days", "stg_product__workspaces"} <= read and not read & names


def test_fitting_counts_a_call_within_a_call_once() -> None:
    """Three functions, one inside the other, one that fails: the time that went by, once."""
    clock = watched.Stopwatch()

    def burn() -> None:
        until = time.process_time() + 0.05
        while time.process_time() < until:
            pass

    inner = clock.over(burn)

    def both() -> None:
        inner()
        inner()

    began = time.process_time()
    clock.over(both)()
    assert 0.1 <= clock.seconds <= time.process_time() - began

    def fails() -> None:
        raise ValueError

    before = clock.seconds
    try:
        clock.over(fails)()
    except ValueError:
        inner()
    assert 0.05 <= clock.seconds - before < 0.5


def test_every_function_that_fits_is_there() -> None:
    """The names of what is timed are those of the scoring package."""
    for module, function in watched.FITS:
        assert callable(getattr(importlib.import_module(module), function))


def test_the_report_names_what_is_not_fitting() -> None:
    """Seconds of each room, of fitting, and of dbt itself."""
    steps = [
        scores.Step("int_features__pql", scores.FEATURES, 30.0, 20.0, 0.0),
        scores.Step("pql_models", scores.MODELS, 60.0, 50.0, 25.0),
        scores.Step("score_pql", scores.MARTS, 10.0, 9.0, 0.0),
    ]
    text = scores.as_text(
        {
            "workspaces": 9, "copies": 3, "seconds": 80.0, "cpu_seconds": 110.0,
            "peak_bytes": 2**30, "steps": [vars(step) for step in steps], "rows": {},
            "shipped": [["pql", 1, 2]],
        }
    )  # fmt: skip
    assert "fitting 25.0 s of processor; outside of it 75.0 s in models (75%) and 10.0 s" in text
    assert "score pql: 1 of 2 models shipped" in text
