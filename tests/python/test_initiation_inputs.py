"""The classifier where inputs are thin: what is not exported becomes unknown, and says so."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from conftest import DBT, ROOT, clean_environment

from plr.demo import Scale, write

HUMAN_TABLES = ("commercial_touches", "cs_activities", "opportunities", "tickets")
HUMAN_TABLES += ("marketing_touches", "opportunity_contacts", "opportunity_stage_history", "leads")
PRODUCT_TABLES = ("in_product_prompts", "usage_meters", "entitlements", "invites")
PRODUCT_TABLES += ("external_exposures",)
SCALE = Scale(accounts=130, workspaces=260, months=18, events_per_day=60)
NOTHING = "No signal, prompt, limit, touch, opportunity, ticket or form was found in the look-back."


@dataclass(frozen=True)
class Company:
    """A built company, read only."""

    warehouse: Path

    def rows(self, query: str) -> list[tuple]:
        """Run a query."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()


def build(place: Path, without: Iterable[str], self_serve: bool = True) -> Company:
    """Build the classifier of a small company without some tables, or without self-serve orders."""
    inputs = place / "inputs"
    write(inputs, place / "truth", SCALE)
    for table in without:
        (inputs / f"{table}.parquet").unlink()
    if not self_serve:
        changes = inputs / "subscription_changes.parquet"
        with duckdb.connect() as connection:
            connection.execute(
                f"create table changes as select * replace (case order_channel "
                f"when 'self_serve' then 'sales_order' else order_channel end as order_channel) "
                f"from '{changes}'"
            )
            connection.execute(f"copy changes to '{changes}' (format parquet)")
    command = [*DBT, "build", "--select", "+fct_revenue_event_initiation"]
    command += ["+assert_initiation_holds", "--exclude-resource-type", "unit_test"]
    command += ["--indirect-selection", "cautious"]
    command += ["--vars", json.dumps({"as_of_date": SCALE.end_date.isoformat()})]
    command += ["--target-path", str(place / "target"), "--log-path", str(place / "logs")]
    environment = clean_environment(
        PLR_INPUTS=str(inputs), PLR_WAREHOUSE=str(place / "plr.duckdb"), PLR_SALT="a salt"
    )
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]
    return Company(place / "plr.duckdb")


COUNTS = """
    select initiated_by, count(*) from marts.fct_revenue_event_initiation
    where event_type <> 'account_created' group by initiated_by
"""


@pytest.mark.slow
def test_without_people_in_the_exports_what_they_started_is_unknown(tmp_path: Path) -> None:
    """No touch, opportunity, ticket or form: nothing is human, much is unknown."""
    company = build(tmp_path, HUMAN_TABLES)
    counts = dict(company.rows(COUNTS))
    metered = company.rows(
        "select count(*) from marts.fct_revenue_event_initiation "
        "where rule_step = 'metered' and initiated_by = 'customer'"
    )
    assert counts.get("human", 0) == 0
    assert counts.get("customer", 0) == metered[0][0], "only metered usage is the customer's"
    assert counts["unknown"] > counts.get("product", 0) > 0
    unknown = company.rows(
        "select distinct reason from marts.fct_revenue_event_initiation "
        "where rule_step = '8' and event_type <> 'account_created'"
    )
    assert unknown == [(NOTHING,)]
    claimed = company.rows(
        "select count(*) from marts.fct_revenue_event_initiation "
        "where initiated_by = 'unknown' and (confidence is not null or is_in_ratio)"
    )
    assert claimed == [(0,)]


@pytest.mark.slow
def test_a_sales_led_firm_without_prompts_is_read_all_the_same(tmp_path: Path) -> None:
    """No self-serve, no prompts, no limits: signals and opportunities still tell (U27)."""
    company = build(tmp_path, PRODUCT_TABLES, self_serve=False)
    steps = dict(
        company.rows(
            "select rule_step, count(*) from marts.fct_revenue_event_initiation "
            "where event_type <> 'account_created' group by rule_step"
        )
    )
    assert "3" not in steps, "without a self-serve order nothing is performed unprompted"
    assert steps["4"] > 0 and steps["5"] > 0 and steps["6"] > 0 and steps["7"] > 0
    kinds = company.rows(
        "select distinct trigger_kind from marts.fct_revenue_event_initiation "
        "where event_type <> 'account_created'"
    )
    assert not {"prompt", "hard_limit"} & {kind for (kind,) in kinds}
