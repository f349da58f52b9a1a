"""What is said where an input table is absent: one that changes by day.

The demo company, which is built already, is built on without it. The smallest set is built by the
tests of the inputs, and held to the same criterion.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import Built

from plr.trials import missing
from plr.trials.build import ROOT

TABLES = (
    "product_signals", "in_product_prompts", "usage_meters", "entitlements", "outcome_readings",
    "success_objectives", "health_snapshots", "contacts", "cs_activities", "tickets", "gl_months",
    "service_hours", "concessions", "price_book", "forecast_snapshots", "infra_costs", "surveys",
    "motion_assignments", "motion_policy_versions", "csm_assignments", "headcount_months",
    "billing_customers", "subscriptions", "workspaces", "crm_accounts",
)  # fmt: skip


def today() -> date:
    """The day whose table is taken away: PLR_TRIAL_DAY to have a day's result again."""
    stated = os.environ.get("PLR_TRIAL_DAY")
    return date.fromisoformat(stated) if stated else datetime.now(UTC).date()


def test_without_the_table_of_the_day_nothing_unknown_is_zero(
    tmp_path: Path, demo_warehouse: Built
) -> None:
    """The demo company without one table, against the whole of it."""
    table = TABLES[today().toordinal() % len(TABLES)]
    place = tmp_path / "place"
    shutil.copytree(demo_warehouse.target, place / "target")
    shutil.copy(demo_warehouse.warehouse, tmp_path / "whole.duckdb")
    before = missing.figures(demo_warehouse.warehouse)
    outcome = missing.without(place, ROOT / "plr" / "demo" / "inputs", [table], before)
    print(missing.as_text(outcome))
    assert outcome.is_right, f"{missing.as_text(outcome)}; PLR_TRIAL_DAY={today()} shows it again"


# ------------------------------------------------------------------ the criterion


def test_a_need_is_lacking_only_where_no_table_serves_it() -> None:
    """Snapshots serve for changes of subscriptions; a mode is held against its own metric."""
    assert "M01" not in missing.lacks(["subscription_changes"])
    assert "M01" in missing.lacks(
        ["subscription_changes", "subscription_snapshots", "invoice_lines"]
    )
    assert {"M24", "M30"} <= missing.lacks(["surveys"]) and "M02" not in missing.lacks(["surveys"])
    assert missing.metric_of("progress/hollow_usage/surprise_churn") == "M30"
    assert missing.metric_of("board/nrr") == "M02"
    assert missing.metric_of("metrics/M97/all") == "M97"


@pytest.mark.parametrize(
    ("mode", "zeros", "is_right"),
    [
        ((True, None), (), True),
        ((False, "a longer history of gl_months"), (), True),
        ((False, "enough history"), (), False),
        ((False, None), (), False),
        ((True, None), ("progress/hollow_usage/surprise_churn",), False),
    ],
    ids=["measurable", "names_a_table", "names_none", "says_nothing", "zero_in_place_of_unknown"],
)
def test_what_an_outcome_must_say(
    mode: tuple[bool, str | None], zeros: tuple[str, ...], is_right: bool
) -> None:
    """A mode that is not measurable names a table, and no unknown figure is zero."""
    modes = dict.fromkeys("abcde", (True, None)) | {"f": mode}
    assert missing.Outcome(("surveys",), "", modes, zeros, (), 0, 1).is_right is is_right
    assert not missing.Outcome(("surveys",), "failed", modes, (), (), 0, 1).is_right
