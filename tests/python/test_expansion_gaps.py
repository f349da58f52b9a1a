"""Rates of Expansion Orphans and the lift of readiness: worked examples and closed forms."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plr.scoring.expansion_gaps import (
    COLUMNS,
    LIFT_COLUMNS,
    Assumptions,
    Cell,
    lift_row,
    of_cell,
    risk_ratio,
    table,
)

GIVEN = Assumptions(win_prior=0.25, prior_strength=20, min_cell_n=20, interval_level=0.8)


def test_x4_of_the_specification() -> None:
    """12 wins of 30 after 0.25 at 20 are 0.34; 3 of 50 alone are 0.06; the gap is 0.28."""
    cell = Cell(trials=30, wins=12, untreated=50, untreated_expanded=3)
    found = of_cell(cell, cell, GIVEN)
    assert found.rate_with == pytest.approx(0.34)
    assert found.rate_without == pytest.approx(0.06)
    assert found.gap == pytest.approx(0.28)
    assert found.low is not None and found.high is not None
    assert found.low < 0.28 < found.high


def test_nineteen_cases_are_shrunk_and_twenty_are_not() -> None:
    """From min_cell_n on the raw share stands; below, it leans towards that of all groups."""
    parent = Cell(0, 0, 200, 100)
    assert of_cell(Cell(0, 0, 20, 0), parent, GIVEN).rate_without == 0
    shrunk = of_cell(Cell(0, 0, 19, 0), parent, GIVEN).rate_without
    assert shrunk == pytest.approx(20 * (101 / 202) / 39)


def test_without_any_untreated_case_the_gap_is_unknown() -> None:
    """No dollars are made of a rate that nobody has seen."""
    found = of_cell(Cell(30, 12, 0, 0), Cell(30, 12, 0, 0), GIVEN)
    assert (found.rate_without, found.gap, found.low, found.high) == (None, None, None, None)


def test_a_share_of_nought_is_not_taken_for_certain() -> None:
    """None of twenty may still be some."""
    found = of_cell(Cell(200, 100, 20, 0), Cell(200, 100, 20, 0), GIVEN)
    assert found.gap is not None and found.low is not None
    assert found.low < found.gap


def test_groups_of_one_month_lean_on_that_month_alone() -> None:
    """The parent of a small group is the month's own total: nothing of later months."""
    cells = {
        ("2025-01", "small"): Cell(0, 0, 0, 0),
        ("2025-02", "small"): Cell(0, 0, 100, 50),
    }
    rows = table(cells, GIVEN)
    assert [row[0] for row in rows] == ["2025-01", "2025-02"]
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert rows[0][7] is None and rows[1][7] == 0.5


def test_one_stratum_is_the_plain_ratio() -> None:
    """20 of 40 against 10 of 40 is 2, with the interval of Katz."""
    found = risk_ratio([(40, 20, 40, 10)], 0.8)
    assert found is not None
    middle, low, high = found
    error = math.sqrt(1 / 20 - 1 / 40 + 1 / 10 - 1 / 40)
    assert middle == pytest.approx(2)
    assert low == pytest.approx(2 * math.exp(-1.2815515655 * error))
    assert high == pytest.approx(2 * math.exp(1.2815515655 * error))


def test_strata_undo_what_their_sizes_feign() -> None:
    """Equal rates in each group are no lift, though the pooled rates differ."""
    found = risk_ratio([(90, 45, 10, 5), (10, 1, 90, 9)], 0.8)
    assert found is not None
    assert found[0] == pytest.approx(1)


def test_without_an_outcome_there_is_no_lift() -> None:
    """Neither a side without outcomes nor a lone side has a ratio."""
    assert risk_ratio([(10, 3, 10, 0)], 0.8) is None
    assert risk_ratio([(10, 3, 0, 0)], 0.8) is None
    assert lift_row([], 0.8) == (0, 0, None, None, None, None, None)
    assert len(lift_row([(10, 3, 10, 2)], 0.8)) == len(LIFT_COLUMNS)


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)),
        max_size=5,
    )
)
@settings(max_examples=100, deadline=None)
def test_a_lift_lies_in_its_interval(cells: list[tuple[int, int, int, int]]) -> None:
    """For any counts: ordered, above nought."""
    strata = [(hit + miss, hit, other + missed, other) for hit, miss, other, missed in cells]
    found = risk_ratio(strata, 0.8)
    if found is not None:
        middle, low, high = found
        assert 0 < low <= middle <= high
