"""The growth block: time to value against a library, and points that know nothing of tomorrow."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import numpy as np
import pytest
from conftest import Built
from scipy import stats

POINTS = (
    "int_product__workspace_usage_changes",
    "int_product__workspace_usage_steps",
    "int_growth__usage_observations",
    "int_growth__usage_peers",
    "int_growth__usage_norms",
    "int_growth__usage_indexes",
    "int_growth__high_usage",
    "int_growth__pql_repeats",
    "int_growth__pql_holds",
    "int_growth__pql_spells",
    "int_growth__account_users",
    "int_growth__pql_steps",
    "int_growth__pql_crossings",
)
"""The models from use to the first day of qualification, in the order in which they build."""


def compiled(built: Built, name: str) -> str:
    """Return the SQL of a model as it was sent to the engine."""
    return str(built.project.models[f"model.plr.{name}"]["compiled_code"])


@contextmanager
def copy_of(built: Built, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a copy of the warehouse in which tables may be replaced."""
    place = folder / "plr.duckdb"
    shutil.copy(built.warehouse, place)
    with duckdb.connect(str(place)) as connection:
        yield connection


def library_quantiles(waited: np.ndarray, is_activated: np.ndarray) -> list[float | None]:
    """Return hours by which 50, 75 and 90 % are activated by scipy's Kaplan-Meier estimate.

    ``waited`` in seconds, shape (n,); ``is_activated`` says where it ended with activation.
    """
    if not is_activated.any():
        return [None, None, None]
    sample = stats.CensoredData.right_censored(waited, ~is_activated)
    curve = stats.ecdf(sample).sf
    found: list[float | None] = []
    for left in (0.5, 0.25, 0.1):
        reached = np.flatnonzero(curve.probabilities <= left + 1e-9)
        found.append(float(curve.quantiles[reached[0]]) / 3600 if reached.size else None)
    return found


def test_time_to_value_is_the_kaplan_meier_estimate_of_the_library(
    demo_warehouse: Built, tmp_path: Path
) -> None:
    """On 200 random cohorts of up to 60, with ties and censoring, to the last digit."""
    rng = np.random.default_rng(20)
    expected = {}
    with copy_of(demo_warehouse, tmp_path) as connection:
        connection.execute(
            "create or replace table intermediate.int_growth__activation_times (series varchar, "
            "starts_on date, entry_model varchar, is_assisted boolean, unit varchar, "
            "waited_seconds bigint, is_activated boolean)"
        )
        for number in range(200):
            size = int(rng.integers(1, 60))
            waited = rng.integers(0, int(rng.choice([5, 50, 10**6])), size)
            is_activated = rng.random(size) < rng.choice([0.2, 0.6, 1.0])
            expected[f"c{number}"] = library_quantiles(waited, is_activated)
            connection.executemany(
                "insert into intermediate.int_growth__activation_times values "
                "('month', date '2025-01-01', ?, false, 'account', ?, ?)",
                [
                    (f"c{number}", int(seconds), bool(ended))
                    for seconds, ended in zip(waited, is_activated, strict=True)
                ],
            )
        rows = connection.execute(
            "select entry_model, median_hours, p75_hours, p90_hours "
            f"from ({compiled(demo_warehouse, 'int_growth__times_to_value')})"
        ).fetchall()
    found = {name: list(quantiles) for name, *quantiles in rows}
    assert found.keys() == expected.keys()
    for name, quantiles in expected.items():
        assert found[name] == pytest.approx(quantiles, abs=1e-9), name


def test_a_day_of_qualification_stands_without_what_came_after(
    demo_warehouse: Built, tmp_path: Path
) -> None:
    """Points of a world cut at a day are those of the whole world up to that day."""
    with copy_of(demo_warehouse, tmp_path) as connection:
        steps_query = (
            "select scope_kind, scope_id, changed_on, score_points, is_recent, active_users "
            "from intermediate.int_growth__pql_steps where changed_on <= ? order by all"
        )
        crossings_query = (
            "select scope_kind, scope_id, crossed_on, score_points, signals "
            "from intermediate.int_growth__pql_crossings where crossed_on <= ? order by all"
        )
        ((cut,),) = connection.execute(
            "select cast(as_of_on - interval 200 day as date) from staging.as_of"
        ).fetchall()
        whole = [connection.execute(q, [cut]).fetchall() for q in (steps_query, crossings_query)]
        assert all(whole)
        for table, kept in (
            ("staging.as_of", f"select * replace (date '{cut}' as as_of_on) from {{}}"),
            (
                "intermediate.int_product__event_days",
                f"select * from {{}} where used_on <= date '{cut}'",
            ),
            (
                "intermediate.int_product__limit_holds",
                f"select * from {{}} where holds_from_on <= date '{cut}'",
            ),
            (
                "intermediate.int_product__workspace_milestones",
                f"select * from {{}} where activated_at < date '{cut}' + 1",
            ),
            (
                "staging.stg_product__invites",
                f"select * from {{}} where accepted_at < date '{cut}' + 1",
            ),
            (
                "staging.stg_product__in_product_prompts",
                f"select * from {{}} where acted_at < date '{cut}' + 1",
            ),
        ):
            connection.execute(f"create temp table kept as {kept.format(table)}")
            is_view = table.startswith("staging.stg_")
            connection.execute(f"drop {'view' if is_view else 'table'} {table}")
            connection.execute(f"create table {table} as from kept")
            connection.execute("drop table kept")
        for name in POINTS:
            schema = "intermediate"
            connection.execute(
                f"create or replace table {schema}.{name} as {compiled(demo_warehouse, name)}"
            )
        cut_off = [connection.execute(q, [cut]).fetchall() for q in (steps_query, crossings_query)]
    assert cut_off == whole
