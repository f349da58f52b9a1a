"""Rates and their gaps against closed forms and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plr.scoring.rates import Rate, gap


def test_the_worked_example_of_the_specification() -> None:
    """X4: 12 wins of 30 after a prior of 0.25 at 20 are 0.34."""
    assert Rate(12, 30, 0.25, 20).mean == pytest.approx(0.34)


def test_the_interval_of_a_gap_agrees_with_a_million_draws() -> None:
    """Quantiles of the difference by quadrature and by simulation."""
    treated, untreated = Rate(12, 30, 0.25, 20), Rate(4, 60, 0.1, 20)
    mean, low, high = gap(treated, untreated, 0.8)
    rng = np.random.default_rng(7)
    drawn = rng.beta(treated.alpha, treated.beta, 10**6) - rng.beta(
        untreated.alpha, untreated.beta, 10**6
    )
    assert mean == pytest.approx(drawn.mean(), abs=5e-4)
    assert [low, high] == pytest.approx(np.quantile(drawn, [0.1, 0.9]), abs=1e-3)


@given(
    st.integers(0, 40), st.integers(0, 40), st.floats(0.05, 0.95), st.integers(0, 40),
    st.integers(0, 40), st.floats(0.05, 0.95),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_a_gap_turns_its_sign_when_its_sides_are_exchanged(
    wins: int, losses: int, prior: float, other_wins: int, other_losses: int, other_prior: float
) -> None:
    """The gap is antisymmetric, its interval is ordered and lies within -1 and 1."""
    one = Rate(wins, wins + losses, prior, 20)
    other = Rate(other_wins, other_wins + other_losses, other_prior, 20)
    mean, low, high = gap(one, other, 0.8)
    back_mean, back_low, back_high = gap(other, one, 0.8)
    assert -1 <= low <= high <= 1
    assert mean == pytest.approx(-back_mean)
    assert (low, high) == pytest.approx((-back_high, -back_low), abs=1e-4)


def test_what_is_no_rate_is_refused() -> None:
    """More successes than trials, a prior that is certain, a level of one."""
    with pytest.raises(ValueError, match="successes"):
        Rate(3, 2, 0.5, 1)
    with pytest.raises(ValueError, match="prior"):
        Rate(1, 2, 1.0, 1)
    with pytest.raises(ValueError, match="level"):
        gap(Rate(1, 2, 0.5, 1), Rate(1, 2, 0.5, 1), 1)
