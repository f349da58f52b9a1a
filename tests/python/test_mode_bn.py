"""Borrowed NRR against the planted truth of the demo company."""

from __future__ import annotations

from collections import Counter

import pytest
from conftest import ROOT, Built

TRUTH = ROOT / "plr" / "demo" / "truth"
ENOUGH = 0.95
QUERY = f"""
with planted as (
    select company_id, state
    from read_parquet('{TRUTH / "modes.parquet"}')
    where failure_mode = 'borrowed_nrr' and not is_ambiguous
),
customers as (
    select identity.root_company_id, bridge.account_id
    from read_parquet('{TRUTH / "identity.parquet"}') as identity
    inner join marts.bridge_account_identities as bridge
        on identity.source_system = bridge.source_system and identity.source_id = bridge.source_id
    where identity.source_system = 'customer'
    group by identity.root_company_id, bridge.account_id
),
found as (
    select account_id, state, evidence
    from intermediate.int_failure_modes__bn_states
    where is_base and as_of_month = (
        select max(as_of_month) from intermediate.int_failure_modes__bn_states
    )
)
select planted.state, found.state
from planted
inner join customers on planted.company_id = customers.root_company_id
inner join found on customers.account_id = found.account_id
"""


@pytest.fixture(scope="module")
def pairs(demo_warehouse: Built) -> Counter[tuple[str, str]]:
    """How often each planted state was found as which."""
    return Counter((str(planted), str(found)) for planted, found in demo_warehouse.rows(QUERY))


@pytest.mark.parametrize("state", ["borrowed", "none", "not_assessable"])
def test_planted_states_are_found(pairs: Counter[tuple[str, str]], state: str) -> None:
    """Recall of each state, and precision of the verdict, among the planted accounts."""
    right = pairs[state, state]
    planted = sum(count for (truth, _), count in pairs.items() if truth == state)
    wrong = {pair: count for pair, count in pairs.items() if state in pair and pair[0] != pair[1]}
    print(f"\nborrowed_nrr, {state}: {right} of {planted} found, wrong {wrong}")
    assert planted and right / planted >= ENOUGH, wrong
    if state == "borrowed":
        found = sum(count for (_, verdict), count in pairs.items() if verdict == state)
        assert right / found >= ENOUGH, wrong


def test_cost_to_serve_ties_to_the_ledger(demo_warehouse: Built) -> None:
    """In each of the last twelve months no more than the tolerance is unallocated."""
    rows = demo_warehouse.rows(
        "select is_within_tolerance, unallocated_share from marts.rpt_cost_reconciliation "
        "where cost_line = 'all' order by month desc limit 12"
    )
    assert len(rows) == 12
    assert all(is_within for is_within, _ in rows), rows
