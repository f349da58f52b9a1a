"""Architecture Drift and Product-Passive Growth against the planted truth of the demo company."""

from __future__ import annotations

from collections import Counter

import pytest
from conftest import ROOT, Built

TRUTH = ROOT / "plr" / "demo" / "truth"
ENOUGH = 0.95
CASES = (
    ("architecture_drift", "ad", "fits"),
    ("architecture_drift", "ad", "over_served"),
    ("architecture_drift", "ad", "under_served"),
    ("product_passive_growth", "ppg", "none"),
    ("product_passive_growth", "ppg", "passive_account"),
)


def pairs(built: Built, mode: str, short: str) -> Counter[tuple[str, str]]:
    """How often each planted state that is not ambiguous was found as which."""
    query = f"""
    with votes as (
        select identity.root_company_id as company_id, bridge.account_id, count(*) as records
        from read_parquet('{TRUTH / "identity.parquet"}') as identity
        inner join marts.bridge_account_identities as bridge using (source_system, source_id)
        where bridge.account_id is not null
        group by all
    ),
    companies as (
        select company_id, max_by(account_id, records) as account_id from votes group by company_id
    )
    select planted.state, coalesce(found.state, 'no verdict')
    from read_parquet('{TRUTH / "modes.parquet"}') as planted
    inner join companies using (company_id)
    left join intermediate.int_failure_modes__{short}_states as found
        on companies.account_id = found.account_id
        and planted.as_of_month = found.as_of_month
        and found.is_base
    where planted.failure_mode = '{mode}' and not planted.is_ambiguous
    """
    return Counter((str(planted), str(found)) for planted, found in built.rows(query))


@pytest.mark.parametrize(("mode", "short", "state"), CASES)
def test_planted_states_are_found(demo_warehouse: Built, mode: str, short: str, state: str) -> None:
    """Precision and recall of each state among the planted cases that are not ambiguous."""
    found_as = pairs(demo_warehouse, mode, short)
    right = found_as[state, state]
    planted = sum(count for (truth, _), count in found_as.items() if truth == state)
    found = sum(count for (_, verdict), count in found_as.items() if verdict == state)
    wrong = {p: count for p, count in found_as.items() if state in p and p[0] != p[1]}
    assert planted and right / planted >= ENOUGH, wrong
    assert found and right / found >= ENOUGH, wrong


def test_without_a_workspace_nothing_is_said_of_passivity(demo_warehouse: Built) -> None:
    """No product data is no passive growth."""
    found_as = pairs(demo_warehouse, "product_passive_growth", "ppg")
    assert {found for (planted, found) in found_as if planted == "not_assessable"} == {
        "not_assessable"
    }
