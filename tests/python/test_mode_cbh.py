"""Conversion Black Holes against the planted truth of the demo company."""

from __future__ import annotations

from collections import Counter

import pytest
from conftest import ROOT, Built

TRUTH = ROOT / "plr" / "demo" / "truth" / "modes.parquet"
ENOUGH = 0.95
STATES = (
    "fresh", "black_hole", "black_hole_weak", "lost_in_hole", "prompted_no_convert", "dormant",
    "rescued_by_human", "converted_by_product", "converted_other",
)  # fmt: skip
QUERY = f"""
with planted as (
    select workspace_id, product_line, state
    from read_parquet('{TRUTH}')
    where failure_mode = 'conversion_black_holes' and not is_ambiguous and workspace_id is not null
),
found as (
    select states.account_id, states.product_line, states.state
    from intermediate.int_failure_modes__cbh_states as states
    where is_base and as_of_month = (
        select max(as_of_month) from intermediate.int_failure_modes__cbh_states
    )
)
select planted.state, coalesce(found.state, 'none')
from planted
inner join marts.bridge_account_identities as bridge
    on bridge.source_system = 'workspace' and bridge.source_id = planted.workspace_id
left join found
    on bridge.account_id = found.account_id and planted.product_line = found.product_line
"""


@pytest.fixture(scope="module")
def pairs(demo_warehouse: Built) -> Counter[tuple[str, str]]:
    """How often each planted state was found as which."""
    return Counter((str(planted), str(found)) for planted, found in demo_warehouse.rows(QUERY))


@pytest.mark.parametrize("state", STATES)
def test_planted_states_are_found(pairs: Counter[tuple[str, str]], state: str) -> None:
    """Precision and recall of each state among the planted cases that are not ambiguous."""
    right = pairs[state, state]
    planted = sum(count for (truth, _), count in pairs.items() if truth == state)
    found = sum(count for (_, verdict), count in pairs.items() if verdict == state)
    wrong = {pair: count for pair, count in pairs.items() if state in pair and pair[0] != pair[1]}
    assert planted and right / planted >= ENOUGH, wrong
    assert found and right / found >= ENOUGH, wrong


def test_who_reached_no_value_is_no_case(pairs: Counter[tuple[str, str]]) -> None:
    """Two days of value are too few for a row."""
    assert {found for (planted, found) in pairs if planted == "none"} == {"none"}
