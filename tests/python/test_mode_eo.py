"""Expansion Orphans against the planted truth of the demo company."""

from __future__ import annotations

from collections import Counter

import pytest
from conftest import ROOT, Built

TRUTH = ROOT / "plr" / "demo" / "truth"
ENOUGH = 0.95
STATES = ("orphan", "emerging", "fresh", "worked", "excluded", "none", "not_assessable")
QUERY = f"""
with planted as (
    select company_id, product_line, state
    from read_parquet('{TRUTH / "modes.parquet"}')
    where failure_mode = 'expansion_orphans' and not is_ambiguous
),
accounts as (
    select distinct identity.root_company_id, bridge.account_id
    from read_parquet('{TRUTH / "identity.parquet"}') as identity
    inner join marts.bridge_account_identities as bridge
        on identity.source_system = bridge.source_system
            and identity.source_id = bridge.source_id
    where identity.source_system = 'crm_account'
        and identity.company_id = identity.root_company_id
        and bridge.account_id is not null
),
found as (
    select account_id, product_line, state
    from intermediate.int_failure_modes__eo_states
    where is_base and as_of_month = (
        select max(as_of_month) from intermediate.int_failure_modes__eo_states
    )
)
select planted.state, coalesce(found.state, 'no_row')
from planted
inner join accounts on planted.company_id = accounts.root_company_id
left join found
    on accounts.account_id = found.account_id and planted.product_line = found.product_line
"""


@pytest.fixture(scope="module")
def pairs(demo_warehouse: Built) -> Counter[tuple[str, str]]:
    """How often each planted state was found as which."""
    return Counter((str(planted), str(found)) for planted, found in demo_warehouse.rows(QUERY))


@pytest.mark.parametrize("state", STATES)
def test_planted_states_are_found(pairs: Counter[tuple[str, str]], state: str) -> None:
    """Of the fourteen planted cases of each state at most one is read as another."""
    right = pairs[state, state]
    planted = sum(count for (truth, _), count in pairs.items() if truth == state)
    found = sum(count for (_, verdict), count in pairs.items() if verdict == state)
    wrong = {pair: count for pair, count in pairs.items() if state in pair and pair[0] != pair[1]}
    assert planted and planted - right <= 1, wrong
    assert found and found - right <= 1, wrong


def test_nearly_all_states_are_right(pairs: Counter[tuple[str, str]]) -> None:
    """Over all states together, and of being an orphan."""
    right = sum(count for (truth, verdict), count in pairs.items() if truth == verdict)
    assert right / sum(pairs.values()) >= ENOUGH, pairs
    planted = sum(count for (truth, _), count in pairs.items() if truth == "orphan")
    found = sum(count for (_, verdict), count in pairs.items() if verdict == "orphan")
    assert pairs["orphan", "orphan"] >= ENOUGH * max(planted, found), pairs
