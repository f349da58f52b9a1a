"""What an account is still worth: the margin that it is expected to bring by month, discounted.

The chance to stop paying in a month comes from the model of churn where one is used, in which the
age of the account moves on with every month; else from the rate of its peers, drawn towards that of
all. The interval is that of the churn alone, at unchanged margin and price.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from plr.scoring import learner
from plr.scoring.rates import Rate

Array = NDArray[np.float64]
AGE = "paid_months"


@dataclass(frozen=True)
class Terms:
    """Months summed, yearly discount rate, level of the interval, pseudo-months of a prior."""

    months: int = 60
    rate: float = 0.1
    level: float = 0.8
    prior_strength: float = 20.0


@dataclass(frozen=True)
class Past:
    """Account months whose end is known: peer group, and whether the account stopped in it."""

    groups: NDArray[Any]
    ended: NDArray[np.bool_]


def value(margin: Array, hazards: Array, rate: float) -> Array:
    """Return the sum over months t of S(t) x margin / (1 + rate / 12)^t.

    margin: per month, shape (accounts,); hazards: chance to stop in month t, shape (accounts,
    months), or (accounts, 1) for a constant one of as many months as it is broadcast to.
    """
    staying = np.cumprod(1 - hazards, axis=1)
    factors = (1 + rate / 12) ** -np.arange(1, hazards.shape[1] + 1)
    return margin * (staying @ factors)


def hazards_of(values: Array, model: learner.Model, names: Sequence[str], months: int) -> Array:
    """Return the chance to stop in each coming month, the account growing older meanwhile."""
    order = [names.index(name) for name in model.names]
    age = list(model.names).index(AGE)
    rows = values[:, order].copy()
    found = np.empty((len(values), months))
    for month in range(months):
        found[:, month] = model.probabilities(rows)
        rows[:, age] += 1
    return found


def of_day(
    values: Array, margin: Array, groups: NDArray[Any], past: Past,
    definition: Mapping[str, Any] | None, names: Sequence[str], terms: Terms,
) -> dict[str, Any]:  # fmt: skip
    """Return value, interval, simple check, months expected and churn of the accounts of one day.

    values: shape (accounts, features), named by ``names``; margin: per month, NaN where unknown.
    All are NaN where no account month has ended yet.
    """
    events, months = int(past.ended.sum()), len(past.ended)
    nothing = np.full(len(values), np.nan)
    if not months:
        return told(nothing, nothing, nothing, nothing, nothing, nothing, "none")
    overall = (events + 0.5) / (months + 1)
    if definition is not None:
        hazards = hazards_of(values, learner.of_definition(definition), list(names), terms.months)
        tail = (1 - terms.level) / 2
        fewer = stats.chi2.ppf(tail, 2 * events) / (2 * events) if events else 0.0
        more = stats.chi2.ppf(1 - tail, 2 * events + 2) / (2 * max(events, 1))
        low, high = np.clip(hazards * more, 0, 1), np.clip(hazards * fewer, 0, 1)
        method = "model"
    else:
        rates = {}
        for group in np.unique(groups):
            own = past.ended[past.groups == group]
            rate = Rate(float(own.sum()), float(len(own)), overall, max(terms.prior_strength, 1e-6))
            rates[group] = (rate.mean, *rate.interval(terms.level))
        three = np.array([rates[g] for g in groups]).reshape(len(groups), 3)
        wide = np.ones(terms.months)
        hazards, high, low = (np.outer(three[:, place], wide) for place in range(3))
        method = "rates"
    return told(
        value(margin, hazards, terms.rate),
        *(np.sort([value(margin, low, terms.rate), value(margin, high, terms.rate)], axis=0)),
        margin / overall,
        np.cumprod(1 - hazards, axis=1).sum(axis=1),
        hazards[:, 0],
        method,
    )


def told(
    clv: Array, low: Array, high: Array, simple: Array, months: Array, churn: Array, method: str
) -> dict[str, Any]:
    """Name the columns of a day."""
    return {
        "clv": clv, "clv_low": low, "clv_high": high, "clv_simple": simple,
        "expected_months": months, "monthly_churn": churn, "method": method,
    }  # fmt: skip
