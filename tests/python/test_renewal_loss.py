"""What renewals are expected to lose: the fit, the cells below it, and no hindsight in either."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from plr.scoring import renewal_loss as rl

DAY = dt.date(2026, 6, 30)
SETTINGS = rl.Settings(min_cell_n=20, prior_strength=20, ridge=1, level=0.8)


def renewals(number: int, rates: dict[str, float], seed: int = 1) -> list[rl.Renewal]:
    """Renewals of every kind, lost whole or not at all with a chance given per class."""
    rng = Random(seed)
    kinds = list(rl.cells())
    return [
        rl.Renewal(
            DAY - dt.timedelta(rng.randrange(900)), *kinds[k % len(kinds)],
            loss_share=float(rng.random() < rates[kinds[k % len(kinds)][2]]),
        )
        for k in range(number)
    ]  # fmt: skip


def by_class(losses: list[rl.Loss], peer: str = "medium", quintile: int = 3) -> dict[str, rl.Loss]:
    """The three classes of one peer group and quintile."""
    return {
        x.hu_class: x for x in losses if (x.peer_group, x.usage_quintile) == (peer, quintile)
    }  # fmt: skip


def test_a_fit_is_the_minimum_of_the_penalised_likelihood() -> None:
    """Coefficients agree with a minimum found without the library."""
    rng = np.random.default_rng(3)
    rows = rng.integers(0, 2, (200, 3)).astype(float)
    shares = rng.random(200) * rows[:, 0]

    def cost(b: np.ndarray) -> float:
        odds = b[0] + rows @ b[1:]
        return float(np.logaddexp(0, odds).sum() - shares @ odds + 0.5 * 2.0 * b[1:] @ b[1:])

    found = rl.fit(rows, shares, ridge=2.0)
    best = optimize.minimize(cost, np.zeros(4), tol=1e-12).x
    assert found.coefficients == pytest.approx(best, abs=1e-4)


def test_the_covariance_is_that_of_many_samples() -> None:
    """Standard deviations of a fit are those of fits on samples drawn anew."""
    rng = np.random.default_rng(5)
    rows = np.column_stack([np.tile([0.0, 1.0], 400), rng.normal(size=800)])
    p = 1 / (1 + np.exp(-(-1 + 0.8 * rows[:, 0] - 0.5 * rows[:, 1])))
    draws = [
        rl.fit(rows, (rng.random(800) < p).astype(float), 1e-3).coefficients for _ in range(200)
    ]
    stated = np.sqrt(np.diag(rl.fit(rows, p, 1e-3).covariance))
    assert stated == pytest.approx(np.std(draws, axis=0), rel=0.3)


def test_with_enough_losses_it_is_fitted_and_finds_the_difference() -> None:
    """Accounts that lose a share of 40 % instead of 15 % are seen as what they are."""
    rates = {"hollow": 0.4, "proven": 0.15, "other": 0.25}
    known = [replace(r, loss_share=rates[r.hu_class]) for r in renewals(900, rates)]
    losses = rl.as_of(known, DAY, SETTINGS)
    found = by_class(losses)
    assert {x.method for x in losses} == {"logistic"}
    assert found["hollow"].p_loss == pytest.approx(0.4, abs=0.005)
    assert found["proven"].p_loss == pytest.approx(0.15, abs=0.005)
    assert found["hollow"].gap == pytest.approx(0.25, abs=0.01)
    assert found["proven"].gap == found["proven"].gap_low == found["proven"].gap_high == 0


def test_the_interval_of_a_fitted_gap_covers_as_often_as_it_says() -> None:
    """Eighty per cent of sixty samples, give or take what chance does to sixty."""
    covered = 0
    for seed in range(60):
        known = renewals(1200, {"hollow": 0.4, "proven": 0.15, "other": 0.25}, seed)
        hollow = by_class(rl.as_of(known, DAY, SETTINGS))["hollow"]
        assert hollow.method == "logistic"
        assert hollow.gap_low is not None and hollow.gap_high is not None
        covered += hollow.gap_low <= 0.25 <= hollow.gap_high
    assert 39 <= covered <= 57


def test_one_loss_too_few_falls_back_to_cells_and_says_so() -> None:
    """A hundred renewals with a loss are fitted, ninety-nine are not."""
    lost = [rl.Renewal(DAY, "small", 1, "hollow", 0.5)] * 100
    kept = [rl.Renewal(DAY, "large", 5, "proven", 0.0)] * 100
    enough = rl.as_of([*lost, *kept], DAY, SETTINGS)
    assert {(x.method, x.losses) for x in enough} == {("logistic", 100)}
    short = rl.as_of([*lost[1:], *kept], DAY, SETTINGS)
    assert {x.method for x in short} == {"cells"}
    assert short[0].reason == "99 of 199 renewals had a loss, a fit needs 100: shrunken cells"


def test_a_cell_without_renewals_has_the_share_of_its_class() -> None:
    """Shrinking in two steps, by hand: all 0.25, hollow 10 of 20, a cell of none."""
    known = [rl.Renewal(DAY, "small", 1, "hollow", 1.0)] * 10
    known += [rl.Renewal(DAY, "small", 1, "hollow", 0.0)] * 10
    known += [rl.Renewal(DAY, "small", 1, "proven", 0.0)] * 19
    everywhere = 10.5 / 40
    hollow = (10 + 20 * everywhere) / 40
    proven = 20 * everywhere / 39
    cell = by_class(rl.as_of(known, DAY, SETTINGS), "large", 5)
    assert cell["hollow"].p_loss == pytest.approx(hollow)
    assert cell["proven"].p_loss == pytest.approx(proven)
    assert cell["other"].p_loss == pytest.approx(everywhere)
    assert cell["hollow"].gap == pytest.approx(hollow - proven)
    own = by_class(rl.as_of(known, DAY, SETTINGS), "small", 1)
    assert own["hollow"].p_loss == pytest.approx((10 + 20 * hollow) / 40)
    assert (own["hollow"].n, cell["hollow"].n) == (20, 0)


def test_before_anything_matured_nothing_is_said() -> None:
    """No renewal, no number, and every cell says why."""
    later = [rl.Renewal(DAY + dt.timedelta(1), "small", 1, "hollow", 1.0)]
    losses = rl.as_of(later, DAY, SETTINGS)
    assert len(losses) == 45
    assert {(x.p_loss, x.gap, x.method, x.trained_through) for x in losses} == {
        (None, None, "none", None)
    }


def test_nothing_that_matured_later_is_learnt_from() -> None:
    """What matures after the day leaves every digit as it was."""
    known = renewals(200, {"hollow": 0.4, "proven": 0.15, "other": 0.25})
    later = [replace(r, matures_on=DAY + dt.timedelta(1), loss_share=1.0) for r in known]
    assert rl.as_of([*known, *later], DAY, SETTINGS) == rl.as_of(known, DAY, SETTINGS)


@pytest.mark.parametrize("number", [150, 1500])
def test_the_order_of_rows_moves_no_digit(number: int) -> None:
    """Cells and fit alike."""
    known = renewals(number, {"hollow": 0.4, "proven": 0.15, "other": 0.25})
    shuffled = known[:]
    Random(9).shuffle(shuffled)
    months = [("2026-06-01", DAY)]
    assert rl.table(known, months, SETTINGS) == rl.table(shuffled, months, SETTINGS)


@given(st.lists(st.tuples(st.sampled_from(list(rl.cells())), st.floats(0, 1)), max_size=60))
@settings(max_examples=12, deadline=None)
def test_shares_and_gaps_stay_what_they_are(rows: list[tuple[tuple[str, int, str], float]]) -> None:
    """Shares lie between 0 and 1, gaps between -1 and 1, both within their intervals."""
    known = [rl.Renewal(DAY, *cell, share) for cell, share in rows]
    for x in rl.as_of(known, DAY, replace(SETTINGS, min_cell_n=2)):
        if x.p_loss is None:
            continue
        assert x.p_low is not None and x.p_high is not None
        assert x.gap is not None and x.gap_low is not None and x.gap_high is not None
        assert 0 <= x.p_low <= x.p_loss <= x.p_high <= 1
        assert -1 <= x.gap_low <= x.gap <= x.gap_high <= 1


def test_what_is_no_renewal_is_refused() -> None:
    """A share beyond the whole, a class or a quintile that does not exist."""
    for wrong in ({"loss_share": 1.1}, {"hu_class": "hollo"}, {"usage_quintile": 6}):
        with pytest.raises(ValueError):
            replace(rl.Renewal(DAY, "small", 1, "hollow", 0.5), **wrong)


def test_a_lift_is_taken_within_strata() -> None:
    """Heavy users lose less: who compares over all of them sees a lift that is not there."""
    group = [(1, 0.4)] * 90 + [(5, 0.1)] * 10
    others = [(1, 0.4)] * 10 + [(5, 0.1)] * 90
    found = rl.standardised_lift(group, others, 0.8)
    assert found.lift == pytest.approx(1.0)
    assert found.low is not None and found.high is not None and found.low < 1 < found.high


def test_a_lift_needs_a_common_stratum_and_a_loss() -> None:
    """Without either there is none, and the renewals that count are said."""
    apart = rl.standardised_lift([(1, 0.4)], [(2, 0.4)], 0.8)
    assert (apart.n, apart.n_other, apart.lift) == (0, 0, None)
    kept = rl.standardised_lift([(1, 0.4)], [(1, 0.0)], 0.8)
    assert (kept.rate, kept.rate_other, kept.lift) == (0.4, 0.0, None)


def test_the_interval_of_a_lift_covers_as_often_as_it_says() -> None:
    """Eighty per cent of two thousand samples, give or take a few."""
    rng = np.random.default_rng(11)
    covered = 0
    for _ in range(2000):
        group = [(s, float(x)) for s in (1, 2) for x in rng.random(60) < 0.3]
        others = [(s, float(x)) for s in (1, 2) for x in rng.random(60) < 0.2]
        found = rl.standardised_lift(group, others, 0.8)
        covered += bool(found.low and found.high and found.low <= 1.5 <= found.high)
    assert 0.77 <= covered / 2000 <= 0.84
