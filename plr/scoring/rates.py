"""Rates of small groups and the gap between two of them, with what is not known about both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

NODES, WEIGHTS = np.polynomial.legendre.leggauss(200)


@dataclass(frozen=True)
class Rate:
    """A share (0 to 1) of which ``successes`` in ``trials`` are known, after a prior.

    ``prior_mean`` counts as ``prior_strength`` trials made before; the posterior is a Beta.
    """

    successes: float
    trials: float
    prior_mean: float
    prior_strength: float

    def __post_init__(self) -> None:
        """Refuse what is no rate."""
        if not 0 <= self.successes <= self.trials:
            raise ValueError(f"{self.successes} successes in {self.trials} trials")
        if not 0 < self.prior_mean < 1 or self.prior_strength <= 0:
            raise ValueError("a prior lies between 0 and 1 and has a strength above 0")

    @property
    def alpha(self) -> float:
        """First parameter of the posterior Beta."""
        return self.successes + self.prior_mean * self.prior_strength

    @property
    def beta(self) -> float:
        """Second parameter of the posterior Beta."""
        return self.trials - self.successes + (1 - self.prior_mean) * self.prior_strength

    @property
    def mean(self) -> float:
        """Posterior mean, a share."""
        return self.alpha / (self.alpha + self.beta)

    def interval(self, level: float) -> tuple[float, float]:
        """Return the central interval that holds the rate with probability ``level``."""
        tail = (1 - level) / 2
        low, high = stats.beta.ppf([tail, 1 - tail], self.alpha, self.beta)
        return float(low), float(high)


def gap(treated: Rate, untreated: Rate, level: float) -> tuple[float, float, float]:
    """Return mean, low and high of the difference of two independent rates (shares, -1 to 1).

    The interval is the central one of probability ``level``, by quadrature and root finding: no
    random draws, so that the same input gives the same digits. Raises ValueError for a level
    outside (0, 1).
    """
    if not 0 < level < 1:
        raise ValueError("a level lies between 0 and 1")
    share = (NODES + 1) / 2
    untreated_at = stats.beta.ppf(share, untreated.alpha, untreated.beta)

    def excess(difference: float, probability: float) -> float:
        below = stats.beta.cdf(untreated_at + difference, treated.alpha, treated.beta)
        return float(WEIGHTS @ below) / 2 - probability

    tail = (1 - level) / 2
    low, high = (
        float(optimize.brentq(excess, -1, 1, args=(p,), xtol=1e-10)) for p in (tail, 1 - tail)
    )
    return treated.mean - untreated.mean, low, high
