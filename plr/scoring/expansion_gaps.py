"""How much more often a ready account expands when it is raised, and whether readiness tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Any

from scipy import stats

from plr.scoring.rates import Rate, gap

COLUMNS = {
    "as_of_month": "datetime64[us]",
    "peer_group": "str",
    "trials": "int64",
    "wins": "int64",
    "untreated": "int64",
    "untreated_expanded": "int64",
    "rate_with": "float64",
    "rate_without": "float64",
    "gap": "float64",
    "gap_low": "float64",
    "gap_high": "float64",
    "reason": "str",
}
LIFT_COLUMNS = {
    "n_flagged": "int64",
    "n_other": "int64",
    "rate_flagged": "float64",
    "rate_other": "float64",
    "lift": "float64",
    "lift_low": "float64",
    "lift_high": "float64",
}


@dataclass(frozen=True)
class Cell:
    """Matured cases of one peer group: opportunities opened after a signal and those won of them,
    ready accounts nobody spoke to and those of them that expanded all the same."""

    trials: int
    wins: int
    untreated: int
    untreated_expanded: int


@dataclass(frozen=True)
class Assumptions:
    """Prior win rate, its strength (pseudo-cases), smallest cell, level of intervals (0..1)."""

    win_prior: float
    prior_strength: float
    min_cell_n: int
    interval_level: float


@dataclass(frozen=True)
class Gap:
    """Shares 0..1 and their difference with its interval; None where nothing can be said."""

    rate_with: float
    rate_without: float | None
    gap: float | None
    low: float | None
    high: float | None
    reason: str


def of_cell(cell: Cell, parent: Cell, given: Assumptions) -> Gap:
    """Return the gap of one group.

    The win rate is the posterior mean after the stated prior. The rate without a motion is the raw
    share where the group has ``min_cell_n`` untreated cases; a smaller one is shrunk towards
    ``parent`` (all groups) with the prior strength; without any untreated case anywhere it is
    unknown. The interval is that of the difference of the two posteriors; for a raw share the prior
    of one case at its own (Laplace) mean stands in, so that a share of nought is not taken for
    certain.
    """
    treated = Rate(cell.wins, cell.trials, given.win_prior, given.prior_strength)
    if not parent.untreated:
        return Gap(treated.mean, None, None, None, None, "no ready account has matured untreated")
    if cell.untreated >= given.min_cell_n:
        raw = cell.untreated_expanded / cell.untreated
        untreated = Rate(
            cell.untreated_expanded,
            cell.untreated,
            (cell.untreated_expanded + 1) / (cell.untreated + 2),
            1,
        )
        reason = f"{cell.untreated} untreated cases"
    else:
        untreated = Rate(
            cell.untreated_expanded,
            cell.untreated,
            (parent.untreated_expanded + 1) / (parent.untreated + 2),
            given.prior_strength,
        )
        raw = untreated.mean
        reason = f"{cell.untreated} untreated cases, shrunk towards all {parent.untreated}"
    _, low, high = gap(treated, untreated, given.interval_level)
    reason += f"; {cell.trials} opportunities after a signal, {cell.wins} won"
    return Gap(treated.mean, raw, treated.mean - raw, low, high, reason)


def table(cells: Mapping[tuple[Any, str], Cell], given: Assumptions) -> list[tuple[Any, ...]]:
    """Return the rows of the model: one per month and peer group, in that order.

    ``cells`` maps (month, peer group) to its matured cases.
    """
    rows = []
    for month, group in sorted(cells):
        peers = [cell for (other, _), cell in cells.items() if other == month]
        parent = Cell(
            sum(cell.trials for cell in peers),
            sum(cell.wins for cell in peers),
            sum(cell.untreated for cell in peers),
            sum(cell.untreated_expanded for cell in peers),
        )
        cell = cells[month, group]
        found = of_cell(cell, parent, given)
        rows.append(
            (month, group, cell.trials, cell.wins, cell.untreated, cell.untreated_expanded)
            + (found.rate_with, found.rate_without, found.gap, found.low, found.high, found.reason)
        )
    return rows


def risk_ratio(
    strata: Iterable[tuple[int, int, int, int]], level: float
) -> tuple[float, float, float] | None:
    """Return the ratio of two rates within strata with its interval: estimate, low, high.

    A stratum is (flagged, flagged with the outcome, other, other with the outcome). The ratio is
    that of Mantel and Haenszel, its variance that of Greenland and Robins (1985), the interval the
    normal one of the logarithm. None where a side never has the outcome, or no stratum has both.
    """
    above = below = spread = 0.0
    for flagged, hit, other, other_hit in strata:
        n = flagged + other
        if not flagged or not other:
            continue
        above += hit * other / n
        below += other_hit * flagged / n
        spread += (flagged * other * (hit + other_hit) - hit * other_hit * n) / n**2
    if not above or not below:
        return None
    middle = above / below
    half = float(stats.norm.ppf((1 + level) / 2)) * sqrt(max(spread, 0.0) / (above * below))
    return middle, exp(log(middle) - half), exp(log(middle) + half)


def lift_row(strata: list[tuple[int, int, int, int]], level: float) -> tuple[Any, ...]:
    """Return the one row of the back-test: counts, rates (the rate of others is standardised to the
    peers of the flagged), lift and its interval; None for what cannot be said."""
    flagged = sum(s[0] for s in strata)
    other = sum(s[2] for s in strata)
    both = [s for s in strata if s[0] and s[2]]
    rate = sum(s[1] for s in strata) / flagged if flagged else None
    known = sum(s[0] for s in both)
    rate_other = sum(s[0] * s[3] / s[2] for s in both) / known if known else None
    lift = risk_ratio(strata, level) or (None, None, None)
    return (flagged, other, rate, rate_other, *lift)
