"""What a lever adds to an outcome that either happens or does not, against units left without it.

Three methods, in the order in which they are believed: a randomised holdout (difference of shares),
difference in differences (where units were watched before and after), and matching within strata.
All intervals are at a stated level. Sources: Newcombe (1998), method 10, for the difference of two
shares; Mantel and Haenszel's weights for several experiments; Katz for the ratio (scipy).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy import optimize, stats

HOLDOUT = "randomised holdout"
DIFFERENCES = "difference in differences"
MATCHING = "matching"


@dataclass(frozen=True)
class Arm:
    """Units of one arm: ``successes`` outcomes in ``trials`` units."""

    successes: int
    trials: int

    def __post_init__(self) -> None:
        """Refuse what is no count of outcomes."""
        if not 0 <= self.successes <= self.trials:
            raise ValueError(f"{self.successes} outcomes in {self.trials} units")

    @property
    def share(self) -> float:
        """Outcomes per unit, 0 to 1; 0 without units."""
        return self.successes / self.trials if self.trials else 0.0

    def wilson(self, level: float) -> tuple[float, float]:
        """Return Wilson's interval of the share at a level (0 to 1)."""
        interval = stats.binomtest(self.successes, self.trials).proportion_ci(level, "wilson")
        return float(interval.low), float(interval.high)


@dataclass(frozen=True)
class Stratum:
    """The two arms of one experiment, or of one group of like units."""

    treated: Arm
    control: Arm

    @property
    def difference(self) -> float:
        """Share of the treated less share of the control, -1 to 1."""
        return self.treated.share - self.control.share


@dataclass(frozen=True)
class Paired:
    """Changes (after less before, each -1, 0 or 1) of the units of one arm.

    ``total`` is their sum, ``squares`` the sum of their squares, ``trials`` their number.
    """

    total: int
    squares: int
    trials: int

    @property
    def mean(self) -> float:
        """Mean change per unit."""
        return self.total / self.trials

    @property
    def variance_of_mean(self) -> float:
        """Sampling variance of the mean change; needs two units."""
        spread = (self.squares - self.total**2 / self.trials) / (self.trials - 1)
        return spread / self.trials


@dataclass(frozen=True)
class Effect:
    """A difference of shares (-1 to 1) with its interval."""

    mean: float
    low: float
    high: float

    def scaled(self, factor: float) -> Effect:
        """Return the effect believed by a share (0 to 1) alone."""
        return Effect(self.mean * factor, self.low * factor, self.high * factor)


def difference(treated: Arm, control: Arm, level: float) -> Effect:
    """Return the difference of two shares with Newcombe's interval at ``level``.

    Raises ValueError where an arm has no unit or the level is outside (0, 1).
    """
    _check(level)
    if not treated.trials or not control.trials:
        raise ValueError("an arm without units has no share")
    low_1, high_1 = treated.wilson(level)
    low_0, high_0 = control.wilson(level)
    gap = treated.share - control.share
    return Effect(
        gap,
        max(-1.0, gap - sqrt((treated.share - low_1) ** 2 + (high_0 - control.share) ** 2)),
        min(1.0, gap + sqrt((high_1 - treated.share) ** 2 + (control.share - low_0) ** 2)),
    )


def pooled(strata: Sequence[Stratum], level: float, *, by_treated: bool = False) -> Effect:
    """Return the weighted mean of the differences of strata that have both arms.

    Weights are Mantel and Haenszel's, or the number of treated units (``by_treated``: the effect
    on those treated). One stratum has Newcombe's interval, several a normal one with shares drawn
    in by a half unit, so that an arm without outcomes is not taken for certain. Raises ValueError
    where no stratum has both arms.
    """
    _check(level)
    met = [s for s in strata if s.treated.trials and s.control.trials]
    if not met:
        raise ValueError("no stratum has both arms")
    if len(met) == 1:
        return difference(met[0].treated, met[0].control, level)
    weights = [
        s.treated.trials
        if by_treated
        else s.treated.trials * s.control.trials / (s.treated.trials + s.control.trials)
        for s in met
    ]
    mean = sum(w * s.difference for w, s in zip(weights, met, strict=True)) / sum(weights)
    variance = (
        sum(
            w**2 * (_variance(s.treated) + _variance(s.control))
            for w, s in zip(weights, met, strict=True)
        )
        / sum(weights) ** 2
    )
    reach = float(stats.norm.ppf((1 + level) / 2)) * sqrt(variance)
    return Effect(mean, max(-1.0, mean - reach), min(1.0, mean + reach))


def difference_in_differences(treated: Paired, control: Paired, level: float) -> Effect:
    """Return the change of the treated less that of the control, with a normal interval.

    Raises ValueError where an arm has fewer than two units.
    """
    _check(level)
    if min(treated.trials, control.trials) < 2:
        raise ValueError("each arm needs two units")
    gap = treated.mean - control.mean
    reach = float(stats.norm.ppf((1 + level) / 2)) * sqrt(
        treated.variance_of_mean + control.variance_of_mean
    )
    return Effect(gap, gap - reach, gap + reach)


def incremental_share(treated: Arm, control: Arm, level: float) -> Effect | None:
    """Return the share of the treated's outcomes that would not have come without the lever.

    One less control over treated, with the interval of the ratio of risks (Katz); None where an
    arm has no outcome, so that the ratio has no interval.
    """
    _check(level)
    if not treated.successes or not control.successes:
        return None
    ratio = stats.contingency.relative_risk(
        treated.successes, treated.trials, control.successes, control.trials
    )
    interval = ratio.confidence_interval(level)
    low, mean, high = (
        1 - 1 / float(times) for times in (interval.low, ratio.relative_risk, interval.high)
    )
    return Effect(mean, low, high)


def power(base: float, effect: float, treated: int, control: int, level: float) -> float:
    """Return the chance (0 to 1) that an effect on a base share shows at a two-sided level.

    Normal approximation with the shares that the effect supposes. Sizes are units per arm; the
    share of the treated is held within 0 and 1. Raises ValueError for a base outside [0, 1].
    """
    _check(level)
    if not 0 <= base <= 1:
        raise ValueError(f"{base} is no share")
    if min(treated, control) < 1:
        return 0.0
    lifted = min(1.0, max(0.0, base + effect))
    mean = (treated * lifted + control * base) / (treated + control)
    null_error = sqrt(mean * (1 - mean) * (1 / treated + 1 / control))
    error = sqrt(lifted * (1 - lifted) / treated + base * (1 - base) / control)
    if not error:
        return float(lifted != base)
    bound = float(stats.norm.ppf((1 + level) / 2)) * null_error
    gap = lifted - base
    return float(stats.norm.sf((bound - gap) / error) + stats.norm.cdf((-bound - gap) / error))


def detectable(
    base: float, treated: int, control: int, level: float, wanted: float
) -> float | None:
    """Return the smallest rise of a base share that shows with the wanted power; None if none."""
    ceiling = 1 - base
    if power(base, ceiling, treated, control, level) < wanted:
        return None
    return float(
        optimize.brentq(
            lambda effect: power(base, effect, treated, control, level) - wanted, 1e-9, ceiling
        )
    )


def _variance(arm: Arm) -> float:
    share = (arm.successes + 0.5) / (arm.trials + 1)
    return share * (1 - share) / arm.trials


def _check(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, {level} does not")
