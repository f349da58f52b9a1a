"""Gaps between cases with and without a motion, by hand, and against another estimator."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from plr.scoring import survival, value_gaps
from plr.scoring.value_gaps import Arms, of_month, stratified_gap

SURE = {"strength": 20.0, "level": 0.8, "min_cell_n": 20}


def test_a_gap_within_strata_by_hand() -> None:
    """Two strata of differences 0.2 and 0.4, weighted 50 and 25: 20/75."""
    found = stratified_gap([Arms(100, 60, 100, 40), Arms(50, 30, 50, 10)], 0.8)
    assert found is not None
    middle, low, high = found
    assert middle == pytest.approx((50 * 0.2 + 25 * 0.4) / 75)
    variance = 0.0
    for weight, cells in ((50, ((60, 100), (40, 100))), (25, ((30, 50), (10, 50)))):
        for paid, cases in cells:
            share = (paid + 1) / (cases + 2)
            variance += weight**2 * share * (1 - share) / cases
    half = stats.norm.ppf(0.9) * variance**0.5 / 75
    assert (low, high) == pytest.approx((middle - half, middle + half))


def test_confounding_by_fit_is_taken_out() -> None:
    """All of the gap is that people write to good fits: pooled 0.4, within strata nothing."""
    good, poor = Arms(80, 64, 20, 16), Arms(20, 4, 80, 16)
    pooled = good + poor
    assert pooled.treated_paid / 100 - pooled.control_paid / 100 == pytest.approx(0.36)
    found = stratified_gap([good, poor], 0.8)
    assert found is not None and found[0] == pytest.approx(0)
    rows = of_month("m", {("pilot", "A", 1): good, ("pilot", "C", 1): poor}, [], **SURE)
    assert not any(row.is_validated for row in rows)
    assert rows[0].gap == pytest.approx(0.36, abs=0.01)


def test_a_stratum_with_one_arm_says_nothing() -> None:
    """Nothing to compare is no gap, never a gap of zero."""
    assert stratified_gap([Arms(10, 5, 0, 0), Arms(0, 0, 7, 1)], 0.8) is None


def test_too_few_cases_give_no_gap() -> None:
    """Nineteen without a motion are too few, twenty are enough."""
    for without, is_known in ((19, False), (20, True)):
        cells = {("pilot", "A", 1): Arms(50, 40, without, 2)}
        rows = of_month("m", cells, [], **SURE)
        assert all((row.gap is not None) is is_known for row in rows)
        assert all(row.is_validated is is_known for row in rows)


def test_a_small_group_is_drawn_towards_all() -> None:
    """Two cases of a group move little from the rate of all peers."""
    cells = {
        ("pilot", "A", 1): Arms(2, 2, 2, 2), ("self_serve", "A", 1): Arms(98, 49, 98, 10),
    }  # fmt: skip
    every, pilot, _ = of_month("m", cells, [], **SURE)
    assert every.peer_group == "all" and every.rate_with == pytest.approx(0.51, abs=0.005)
    assert pilot.rate_with == pytest.approx((2 + 20 * 52 / 102) / 22)
    assert pilot.rate_without == pytest.approx((2 + 20 * 13 / 102) / 22)


@pytest.mark.parametrize(("control", "method"), [(19, "observed"), (20, "experiment")])
def test_an_experiment_with_enough_cases_replaces_what_was_observed(
    control: int, method: str
) -> None:
    """In both arms; its effect then holds for every group."""
    cells = {("pilot", "A", 1): Arms(50, 45, 50, 5)}
    rows = of_month("m", cells, [Arms(40, 16, control, 4)], **SURE)
    assert {row.method for row in rows} == {method}
    if method == "experiment":
        assert [row.gap for row in rows] == pytest.approx([0.4 - 4 / control] * 2)


def test_an_experiment_without_effect_is_not_validated() -> None:
    """An interval that holds zero shows no dollars, however large the observed gap."""
    cells = {("pilot", "A", 1): Arms(50, 45, 50, 5)}
    rows = of_month("m", cells, [Arms(40, 10, 40, 10)], **SURE)
    assert not rows[0].is_validated and rows[0].reason.startswith("not validated")


def test_the_interval_covers_as_often_as_it_says() -> None:
    """Four in five of 2,000 simulated histories with one common difference of 0.15."""
    rng = np.random.default_rng(3)
    sizes = [(30, 40), (25, 20), (60, 15), (12, 30)]
    bases = [0.1, 0.3, 0.5, 0.7]
    hits = 0
    for _ in range(2000):
        strata = [
            Arms(n, int(rng.binomial(n, base + 0.15)), m, int(rng.binomial(m, base)))
            for (n, m), base in zip(sizes, bases, strict=True)
        ]
        found = stratified_gap(strata, 0.8)
        assert found is not None
        hits += found[1] <= 0.15 <= found[2]
    assert 0.77 <= hits / 2000 <= 0.84


def test_x6_the_median_with_those_who_never_did() -> None:
    """Value at 2, 5 and 30 hours, two never in 336: 30, where the mean of the three is 12.3."""
    assert survival.median([2, 5, 30, 336, 336], [True, True, True, False, False]) == 30


def test_half_is_half() -> None:
    """The first time at which one half is left counts; where more stay there is no median."""
    assert survival.median([1, 2], [True, False]) == 1
    assert survival.median([1, 2, 2], [True, False, False]) is None
    assert survival.median([], []) is None
    with pytest.raises(ValueError, match="length"):
        survival.median([1], [])


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=25))
@settings(max_examples=150, deadline=None)
def test_the_median_is_that_of_scipy(watched: list[tuple[int, bool]]) -> None:
    """Against the product limit of scipy, ties and censoring at the same time included."""
    over = [float(time) for time, is_over in watched if is_over]
    if not over:
        return
    data = stats.CensoredData(over, right=[float(time) for time, is_over in watched if not is_over])
    found = stats.ecdf(data).sf
    first = [
        t for t, p in zip(found.quantiles, found.probabilities, strict=True) if p <= 0.5 + 1e-9
    ]
    expected = first[0] if first else None
    assert survival.median(*map(list, zip(*watched, strict=True))) == expected


def test_the_columns_are_those_of_the_model() -> None:
    """Each row has a value for each column."""
    month = value_gaps.Month({("pilot", "A", 1): Arms(50, 45, 50, 5)}, **SURE)
    rows = value_gaps.table({"2026-06-01": month}, {})
    assert [len(row) for row in rows] == [len(value_gaps.COLUMNS)] * 2


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda treated, control, won, lost: Arms(
                treated, min(won, treated), control, min(lost, control)
            ),
            *[st.integers(1, 400)] * 4,
        ),
        min_size=2,
        max_size=30,
    ).flatmap(lambda strata: st.tuples(st.just(strata), st.permutations(strata)))
)
def test_the_order_of_strata_moves_no_bit(both: tuple[list[Arms], list[Arms]]) -> None:
    """Rows come in any order, and the difference within them is the same to the last digit."""
    strata, again = both
    assert stratified_gap(strata, 0.8) == stratified_gap(again, 0.8)
