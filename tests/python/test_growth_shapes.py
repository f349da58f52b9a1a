"""Companies of one shape: what their product does not have is not applicable, never zero."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from plr.trials import build, scores_company

Tables = dict[str, pa.Table]
MODELS = ("+path:models/marts/growth", "+score_pql", "+rpt_metrics")
TODAY = "2025-12-31"
LIMITS = ("entitlements", "usage_meters")


def of_entry(model: str) -> Callable[[Tables], Tables]:
    """Every workspace came in one way."""

    def change(tables: Tables) -> Tables:
        spaces = tables["workspaces"]
        entered = pa.array([model] * spaces.num_rows)
        place = spaces.schema.get_field_index("entry_model")
        spaces = spaces.set_column(place, "entry_model", entered)
        if model != "free_trial":
            spaces = spaces.drop_columns(["trial_started_at", "trial_ends_at"])
        return tables | {"workspaces": spaces}

    return change


def without(*names: str) -> Callable[[Tables], Tables]:
    """Some tables are not exported at all."""
    return lambda tables: {name: table for name, table in tables.items() if name not in names}


SHAPES: dict[str, Callable[[Tables], Tables]] = {
    "freemium only": of_entry("freemium"),
    "trial only": of_entry("free_trial"),
    "sales-led only": of_entry("sales_provisioned"),
    "no invites": without("invites"),
    "no limits": without(*LIMITS),
}


@pytest.fixture(scope="module", params=SHAPES)
def shaped(request, tmp_path_factory) -> tuple[str, Path]:
    """The name of a shape and the warehouse of a company of it."""
    place = tmp_path_factory.mktemp("shaped")
    company = scores_company.simulate(7, 1_500)
    tables = SHAPES[request.param](company.tables)
    scores_company.write(scores_company.Company(tables, company.truth), place / "inputs")
    build.dbt(
        place, "build", "--select", *MODELS, "--exclude-resource-type", "unit_test", "--vars",
        f"as_of_date: {TODAY}",
    )  # fmt: skip
    return request.param, place / "plr.duckdb"


def rows(warehouse: Path, query: str) -> list[tuple]:
    """Return the rows of a query."""
    with duckdb.connect(str(warehouse), read_only=True) as session:
        return session.execute(query).fetchall()


@pytest.mark.slow
def test_what_a_company_lacks_is_not_applicable(shaped: tuple[str, Path]) -> None:
    """Mart by mart: the funnel, the break-downs, the loop, the limits, the score."""
    shape, warehouse = shaped
    models = rows(warehouse, "select distinct entry_model from marts.rpt_funnel_cohorts")
    expected = {
        "freemium only": {("freemium",)},
        "trial only": {("free_trial",)},
        "sales-led only": {("sales_provisioned",)},
    }.get(shape, {("freemium",), ("free_trial",)})
    assert set(models) == expected
    loops = rows(warehouse, "select distinct k_factor is null, reason from marts.rpt_viral")
    lacks_calls = (True, "not applicable: needs invites or external_exposures")
    assert (set(loops) == {lacks_calls}) == (shape == "no invites")
    breakdowns = dict(
        rows(
            warehouse,
            "select breakdown, max(reason) from marts.rpt_plg_breakdowns "
            "where value is null group by breakdown",
        )
    )
    if shape == "sales-led only":
        assert breakdowns["plg_breakdown_activation_gap"].startswith("not applicable")
        assert breakdowns["plg_breakdown_long_time_to_value"].startswith("not applicable")
    ((leads,),) = rows(warehouse, "select count(*) from marts.score_pql")
    assert (leads == 0) == (shape == "sales-led only")
    # Who exports no limits may have none: nobody knows, and what is needed to know is named.
    unmetered = rows(
        warehouse,
        "select count(*), count(value),"
        " count(case when reason like 'needs %usage_meters' then 1 end) from marts.rpt_metrics"
        " where metric_id in ('M55', 'M58')",
    )
    ((told, known, lacking),) = unmetered
    assert told > 0 and lacking == (told if shape == "no limits" else 0)
    assert (known == 0) == (shape == "no limits")
    # Nor is any metric null without a reason, or a number said of what is not there.
    broken = rows(
        warehouse,
        """
        select metric_id, slice, value, is_measurable, reason from marts.rpt_metrics
        where (value is null and reason is null) or (not is_measurable and value is not null)
        limit 5
        """,
    )
    assert broken == []
