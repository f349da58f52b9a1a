"""How much of a limit, and how many users, an account will have a quarter from now.

The change of the logarithm is drawn from its changes before, by ridge regression over all accounts
of the same limit; what is left over, out of time, makes the interval. Where that does not beat
telling that nothing changes, nothing changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plr.scoring.propensity import Trained
from plr.scoring.quality import Measure

Array = NDArray[np.float64]
RIDGE = 10.0
TERMS = 5
PARTS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Levels:
    """Rows ordered by day, account and limit. Days count from 1970-01-01.

    now, month_ago, quarter_ago: levels, NaN where unknown; then: the level at label_until, zero
    where nothing was used any more; entity: a number per account.
    """

    as_of_day: NDArray[np.int64]
    label_until: NDArray[np.int64]
    limit_key: NDArray[Any]
    entity: NDArray[np.int64]
    now: Array
    month_ago: Array
    quarter_ago: Array
    then: Array

    def take(self, chosen: NDArray[Any]) -> Levels:
        """Return the chosen rows, in order."""
        return Levels(**{name: column[chosen] for name, column in vars(self).items()})


def design(levels: Levels) -> Array:
    """Return what the change is drawn from: both changes before, and what of them is unknown."""
    now = np.log1p(levels.now)
    month = now - np.log1p(np.where(np.isnan(levels.month_ago), levels.now, levels.month_ago))
    quarter = now - np.log1p(np.where(np.isnan(levels.quarter_ago), levels.now, levels.quarter_ago))
    unknown = [np.isnan(levels.month_ago), np.isnan(levels.quarter_ago)]
    return np.column_stack([np.ones(len(now)), month, quarter, *(u.astype(float) for u in unknown)])


def fit(levels: Levels) -> Array:
    """Return the coefficients of the change of log(1 + level); the mean is not drawn to zero.

    Changes beyond a doubling count as one, so that who left does not speak for who stayed. Of the
    change drawn, that part is told which errs least on the rows themselves: none of it, where no
    change is nearest.
    """
    rows = design(levels)
    change = np.clip(np.log1p(levels.then) - np.log1p(levels.now), -np.log(2), np.log(2))
    penalty = np.full(rows.shape[1], RIDGE)
    penalty[0] = 1e-9
    whole = np.linalg.solve(rows.T @ rows + np.diag(penalty), rows.T @ change)
    errors = [np.abs(levels.then - said(part * whole, levels)).mean() for part in PARTS]
    return np.asarray(PARTS[int(np.argmin(errors))] * whole)


def said(coefficients: Array, levels: Levels) -> Array:
    """Return the level foretold, at least zero."""
    return np.maximum(np.expm1(np.log1p(levels.now) + design(levels) @ coefficients), 0.0)


def train(levels: Levels, limit_key: str, day: int, min_cell_n: int, level: float) -> Trained:
    """Train the forecast of one limit as of a day, judged on the latest quarter with an outcome."""
    version = f"usage_forecast-{limit_key}-{np.datetime64(day, 'D')}"
    known = levels.take((levels.limit_key == limit_key) & (levels.label_until <= day))
    dates = np.unique(known.as_of_day)
    begins = dates[-3] if len(dates) >= 3 else day
    judged = known.take(known.as_of_day >= begins)
    learnt = known.take(known.label_until <= begins)
    needed = 5 * min_cell_n
    count = Measure("training_entities", float(len(np.unique(learnt.entity))))
    if count.value < needed or len(np.unique(judged.entity)) < min_cell_n:
        why = f"{count.value:.0f} accounts to learn from, {needed} are needed"
        return Trained(
            f"{version}-none", day, None, False, why, (count,), rates=spread(known, level)
        )
    coefficients = fit(learnt)
    told = said(coefficients, judged)
    left = np.log1p(judged.then) - np.log1p(told)
    own, flat = (float(np.abs(judged.then - x).mean()) for x in (told, judged.now))
    tails = [(1 - level) / 2, (1 + level) / 2]
    last = judged.as_of_day == dates[-1]
    low, high = np.quantile(left[~last], tails)
    held = float(((left[last] >= low) & (left[last] <= high)).mean())
    ships = own < flat
    words = f"mean error {own:.3f} against {flat:.3f} where nothing changes"
    final = fit(known)
    rates = spread(known, level)
    if ships:
        rates = {f"c{place}": float(value) for place, value in enumerate(final)}
        rates |= dict(zip(("low", "high"), map(float, np.quantile(left, tails)), strict=True))
    return Trained(
        f"{version}-{'model' if ships else 'none'}", day, int(known.label_until.max()), ships,
        words if ships else f"does not beat no change: {words}",
        (
            Measure("mean_error", own), Measure("no_change_mean_error", flat),
            Measure("interval_coverage", held), count,
        ),
        int(begins), float("nan"), rates=rates,
    )  # fmt: skip


def spread(known: Levels, level: float) -> dict[str, float]:
    """Return how far levels moved where nothing was to change: the ends of the interval."""
    if not len(known.now):
        return {}
    moved = np.log1p(known.then) - np.log1p(known.now)
    low, high = np.quantile(moved, [(1 - level) / 2, (1 + level) / 2])
    return {"low": float(low), "high": float(high)}


def apply(rates: Mapping[str, float], levels: Levels) -> tuple[Array, Array, Array]:
    """Return level foretold, low and high; low and high are NaN where nothing is known of them."""
    coefficients = (
        np.array([rates[f"c{place}"] for place in range(TERMS)]) if "c0" in rates else None
    )
    told = levels.now if coefficients is None else said(coefficients, levels)
    if "low" not in rates:
        nothing = np.full(len(told), np.nan)
        return told, nothing, nothing
    ends = [np.maximum(np.expm1(np.log1p(told) + rates[name]), 0.0) for name in ("low", "high")]
    return told, np.minimum(ends[0], told), np.maximum(ends[1], told)
