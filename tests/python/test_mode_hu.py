"""Hollow Usage against the planted truth of the demo company."""

from __future__ import annotations

from collections import Counter

import pytest
from conftest import ROOT, Built

TRUTH = ROOT / "plr" / "demo" / "truth"
ENOUGH = 0.95
STATES = (
    "hollow_diverging", "hollow_unproven", "proven", "steady", "declining", "unmeasured",
)  # fmt: skip
# What the identity rules had to split over two accounts shows neither use nor value whole.
QUERY = f"""
with planted as (
    select modes.company_id, modes.state, min(bridge.account_id) as account_id
    from read_parquet('{TRUTH / "modes.parquet"}') as modes
    inner join read_parquet('{TRUTH / "identity.parquet"}') as identity
        on modes.company_id = identity.root_company_id
    inner join marts.bridge_account_identities as bridge
        on identity.source_system = bridge.source_system and identity.source_id = bridge.source_id
    where modes.failure_mode = 'hollow_usage' and not modes.is_ambiguous
        and bridge.account_id is not null
    group by modes.company_id, modes.state
    having count(distinct bridge.account_id) = 1
),
found as (
    select account_id, state, is_present
    from intermediate.int_failure_modes__hu_states
    where is_base and as_of_month = (
        select max(as_of_month) from intermediate.int_failure_modes__hu_states
    )
)
select planted.state, found.state, found.is_present
from planted inner join found on planted.account_id = found.account_id
"""


@pytest.fixture(scope="module")
def pairs(demo_warehouse: Built) -> Counter[tuple[str, str]]:
    """How often each planted state was found as which."""
    return Counter((str(planted), str(found)) for planted, found, _ in demo_warehouse.rows(QUERY))


@pytest.mark.parametrize("state", STATES)
def test_planted_states_are_found(pairs: Counter[tuple[str, str]], state: str) -> None:
    """Of the ten to fourteen planted cases of each state at most two are read as another."""
    right = pairs[state, state]
    planted = sum(count for (truth, _), count in pairs.items() if truth == state)
    found = sum(count for (_, verdict), count in pairs.items() if verdict == state)
    wrong = {pair: count for pair, count in pairs.items() if state in pair and pair[0] != pair[1]}
    assert planted >= 10 and planted - right <= 2, wrong
    assert found and found - right <= 2, wrong


def test_hollow_is_what_was_planted_hollow(pairs: Counter[tuple[str, str]]) -> None:
    """Precision and recall of having the mode."""

    def is_hollow(state: str) -> bool:
        return state.startswith("hollow")

    right = sum(n for (truth, found), n in pairs.items() if is_hollow(truth) and is_hollow(found))
    planted = sum(n for (truth, _), n in pairs.items() if is_hollow(truth))
    found = sum(n for (_, verdict), n in pairs.items() if is_hollow(verdict))
    assert planted >= 20 and right / planted >= ENOUGH and right / found >= ENOUGH, pairs


def test_nearly_all_states_are_right(pairs: Counter[tuple[str, str]]) -> None:
    """Over all states together."""
    right = sum(count for (truth, found), count in pairs.items() if truth == found)
    assert right / sum(pairs.values()) >= ENOUGH, pairs


def test_what_comes_up_is_what_is_paid(demo_warehouse: Built) -> None:
    """Contracts on record never add up to more than ARR; what is metered makes the rest."""
    query = """
        select count(*), sum(case when subscribed > arr then 1 else 0 end)
        from (
            select accounts.arr, sum(renewing.arr) as subscribed
            from intermediate.int_failure_modes__accounts as accounts
            inner join intermediate.int_failure_modes__hu_renewing as renewing
                on accounts.as_of_month = renewing.as_of_month
                and accounts.account_id = renewing.account_id
            group by accounts.as_of_month, accounts.account_id, accounts.arr
        )
    """
    ((accounts, above),) = demo_warehouse.rows(query)
    assert accounts and not above
