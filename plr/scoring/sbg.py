"""How long customers stay: contract renewals with mixed hazards, ranks, and censored curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special, stats

Array = NDArray[np.float64]


@dataclass(frozen=True)
class ShiftedBetaGeometric:
    """Renewals at a constant chance per customer, which differs as a Beta(alpha, beta) says.

    Source: Fader and Hardie, How to project customer retention (2007), and Customer-base valuation
    in a contractual setting (2010).
    """

    alpha: float
    beta: float

    def survival(self, periods: Array | Sequence[float]) -> Array:
        """Return the share still there after each number of periods."""
        t = np.asarray(periods, dtype=float)
        return np.exp(
            special.betaln(self.alpha, self.beta + t) - special.betaln(self.alpha, self.beta)
        )

    def residual_lifetime(self, renewal: int, rate: float) -> float:
        """Return the discounted expected residual lifetime (periods) just before a renewal.

        renewal: number of the renewal that is due (1 for the first); rate: per period, above 0.
        """
        if renewal < 1 or rate <= 0:
            raise ValueError("a renewal has a number from 1 and a rate above 0")
        before = renewal - 1
        kept = (self.beta + before) / (self.alpha + self.beta + before)
        more = special.hyp2f1(
            1, self.beta + renewal, self.alpha + self.beta + renewal, 1 / (1 + rate)
        )
        return float(kept * more)


def fit_sbg(survival: Sequence[float]) -> ShiftedBetaGeometric:
    """Fit by maximum likelihood to the shares alive after 0, 1, 2 ... periods (the first is 1).

    Raises ValueError where the shares are not falling from 1, or fewer than three.
    """
    alive = np.asarray(survival, dtype=float)
    if len(alive) < 3 or abs(alive[0] - 1) > 1e-9 or (np.diff(alive) > 0).any() or alive.min() < 0:
        raise ValueError("shares alive fall from 1, over at least two periods")
    lost, last = -np.diff(alive), alive[-1]

    def unlikelihood(theta: Array) -> float:
        model = ShiftedBetaGeometric(*np.exp(theta))
        curve = model.survival(np.arange(len(alive)))
        ended = np.maximum(-np.diff(curve), 1e-300)
        return -float(lost @ np.log(ended) + last * np.log(max(curve[-1], 1e-300)))

    done = optimize.minimize(
        unlikelihood, np.zeros(2), method="Nelder-Mead",
        options={"xatol": 1e-10, "fatol": 1e-14, "maxiter": 10_000, "maxfev": 10_000},
    )  # fmt: skip
    return ShiftedBetaGeometric(*map(float, np.exp(done.x)))


def concordance(times: Array, ended: NDArray[np.bool_], risks: Array) -> float:
    """Return Harrell's C: of pairs of which one is known to end first, the share told apart.

    times: how long each was seen; ended: whether it ended then (else censored); risks: higher is
    sooner. Ties in risk count half. NaN without a comparable pair. Memory: rows x ended rows.
    """
    at = np.flatnonzero(ended)
    later = (times[None, :] > times[at, None]) | (
        (times[None, :] == times[at, None]) & ~ended[None, :]
    )
    higher = risks[at, None] - risks[None, :]
    pairs = later.sum()
    told = (later & (higher > 0)).sum() + (later & (higher == 0)).sum() / 2
    return float(told / pairs) if pairs else float("nan")


def kaplan_meier(times: Array, ended: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Return the times of ends and the share that lasts beyond each (censored at ``times``)."""
    data = stats.CensoredData(uncensored=times[ended], right=times[~ended])
    curve = stats.ecdf(data).sf
    return np.asarray(curve.quantiles), np.asarray(curve.probabilities)
