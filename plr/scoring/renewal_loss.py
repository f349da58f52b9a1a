"""What share of the ARR that comes up for renewal is lost, by how an account stood before it.

A row is one renewal that came due: its class of Hollow Usage (hollow, proven, other), its usage
quintile among its peers and its peer group as they were known in time, and the share of ARR lost
at it (0 to 1, churn and contraction). Where enough renewals with a loss have matured the share is
fitted by a fractional logistic regression with a ridge (Papke and Wooldridge 1996); below that it
comes from Beta cells, each drawn towards its class and that towards all. Both are observations:
what is lost more often under one class is not shown to be lost because of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from sklearn.linear_model import LogisticRegression

from plr.scoring.rates import Rate, gap

CLASSES = ("hollow", "proven", "other")
PEERS = ("small", "medium", "large")
QUINTILES = (1, 2, 3, 4, 5)
MIDDLE = 3
POSITIVES_PER_CELL = 5
"""Renewals with a loss that a fit needs, in multiples of ``min_cell_n`` (specification 3.4)."""


@dataclass(frozen=True)
class Renewal:
    """One renewal that came due and of which the end is known from ``matures_on`` on."""

    matures_on: dt.date
    peer_group: str
    usage_quintile: int
    hu_class: str
    loss_share: float

    def __post_init__(self) -> None:
        """Refuse what is no renewal."""
        if not 0 <= self.loss_share <= 1:
            raise ValueError(f"a share lost lies between 0 and 1, not {self.loss_share}")
        if self.hu_class not in CLASSES or self.peer_group not in PEERS:
            raise ValueError(f"no class {self.hu_class} or peer group {self.peer_group}")
        if self.usage_quintile not in QUINTILES:
            raise ValueError(f"no quintile {self.usage_quintile}")


@dataclass(frozen=True)
class Settings:
    """Accounts that make a cell, pseudo-renewals of a prior, ridge, and level of intervals."""

    min_cell_n: int
    prior_strength: float
    ridge: float
    level: float


@dataclass(frozen=True)
class Loss:
    """Expected share lost of one cell, and how much more than a proven account of its kind loses.

    Shares 0 to 1, gaps -1 to 1; None where no renewal has matured. ``n`` counts the cell's own
    renewals, ``trained_on`` and ``losses`` all of them and those with a loss.
    """

    peer_group: str
    usage_quintile: int
    hu_class: str
    p_loss: float | None
    p_low: float | None
    p_high: float | None
    gap: float | None
    gap_low: float | None
    gap_high: float | None
    n: int
    trained_on: int
    losses: int
    trained_through: dt.date | None
    method: str
    reason: str


def cells() -> Iterator[tuple[str, int, str]]:
    """Give every cell: peer group, usage quintile, class."""
    for peer in PEERS:
        for quintile in QUINTILES:
            for hu_class in CLASSES:
                yield peer, quintile, hu_class


def as_of(renewals: Sequence[Renewal], day: dt.date, settings: Settings) -> list[Loss]:
    """Return the expected losses of all cells from renewals matured by ``day``, and none later."""
    known = [r for r in renewals if r.matures_on <= day]
    losses = sum(r.loss_share > 0 for r in known)
    needed = settings.min_cell_n * POSITIVES_PER_CELL
    if not known:
        estimates = {cell: (None,) * 6 for cell in cells()}
        method, reason = "none", "no renewal has matured"
    elif losses >= needed:
        estimates = _fitted(known, settings)
        method, reason = "logistic", f"fitted on {len(known)} renewals, {losses} with a loss"
    else:
        estimates = _shrunken(known, settings)
        method = "cells"
        reason = (
            f"{losses} of {len(known)} renewals had a loss, a fit needs {needed}: shrunken cells"
        )
    counts = {cell: 0 for cell in cells()}
    for r in known:
        counts[r.peer_group, r.usage_quintile, r.hu_class] += 1
    through = max((r.matures_on for r in known), default=None)
    return [
        Loss(*cell, *estimates[cell], counts[cell], len(known), losses, through, method, reason)
        for cell in cells()
    ]


def features(cell: tuple[str, int, str]) -> NDArray[np.float64]:
    """Code a cell for the fit: classes, peer groups, and the quintile from -1 to 1; shape (7,)."""
    peer, quintile, hu_class = cell
    return np.array(
        [
            *(float(hu_class == name) for name in CLASSES),
            *(float(peer == name) for name in PEERS),
            (quintile - MIDDLE) / 2,
        ]
    )


@dataclass(frozen=True)
class Fit:
    """Coefficients of a ridge logistic fit, intercept first, and their covariance.

    coefficients: shape (features + 1,), log odds; covariance: the inverse of the curvature there.
    """

    coefficients: NDArray[np.float64]
    covariance: NDArray[np.float64]

    def log_odds(self, row: NDArray[np.float64]) -> tuple[float, float]:
        """Return log odds of a row without intercept, and their standard deviation."""
        x = np.append(1.0, row)
        return float(x @ self.coefficients), float(np.sqrt(x @ self.covariance @ x))


def fit(rows: NDArray[np.float64], shares: NDArray[np.float64], ridge: float) -> Fit:
    """Fit shares (0 to 1, shape (n,)) on rows (shape (n, k)); the intercept is not drawn to zero.

    A share is a success of that weight and a failure of the rest. The covariance takes a share to
    vary like a yes or no, which is more than it can, so that intervals are rather too wide.
    """
    model = LogisticRegression(C=1 / ridge, solver="newton-cholesky", tol=1e-10, max_iter=1000)
    model.fit(
        np.vstack([rows, rows]),
        np.repeat([1, 0], len(rows)),
        sample_weight=np.concatenate([shares, 1 - shares]),
    )
    coefficients = np.concatenate([model.intercept_, model.coef_[0]])
    x = np.column_stack([np.ones(len(rows)), rows])
    p = 1 / (1 + np.exp(-(x @ coefficients)))
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 0.0
    curvature = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
    return Fit(coefficients, np.linalg.inv(curvature))


def _fitted(
    known: Sequence[Renewal], settings: Settings
) -> dict[tuple[str, int, str], tuple[float | None, ...]]:
    """Estimates of every cell from one fit; gaps by the delta method."""
    ordered = sorted(
        known, key=lambda r: (r.hu_class, r.peer_group, r.usage_quintile, r.loss_share)
    )
    rows = np.array([features((r.peer_group, r.usage_quintile, r.hu_class)) for r in ordered])
    fitted = fit(rows, np.array([r.loss_share for r in ordered]), settings.ridge)
    z = float(stats.norm.ppf((1 + settings.level) / 2))
    found: dict[tuple[str, int, str], tuple[float | None, ...]] = {}
    for peer, quintile, hu_class in cells():
        row = features((peer, quintile, hu_class))
        middle, spread = fitted.log_odds(row)
        p = _share(middle)
        proven = features((peer, quintile, "proven"))
        other = _share(fitted.log_odds(proven)[0])
        slope = np.append(1.0, row) * p * (1 - p) - np.append(1.0, proven) * other * (1 - other)
        half = z * float(np.sqrt(max(slope @ fitted.covariance @ slope, 0.0)))
        found[peer, quintile, hu_class] = (
            p, _share(middle - z * spread), _share(middle + z * spread),
            p - other, max(p - other - half, -1.0), min(p - other + half, 1.0),
        )  # fmt: skip
    return found


def _share(log_odds: float) -> float:
    """Turn log odds into a share."""
    return 1 / (1 + exp(-log_odds))


def _shrunken(
    known: Sequence[Renewal], settings: Settings
) -> dict[tuple[str, int, str], tuple[float | None, ...]]:
    """Estimates of every cell, drawn towards its class and that towards all."""
    everywhere = _mean(known)
    rates: dict[tuple[str, int, str], Rate] = {}
    for hu_class in CLASSES:
        of_class = [r for r in known if r.hu_class == hu_class]
        parent = _rate(of_class, everywhere, settings.prior_strength).mean
        for peer, quintile, name in cells():
            if name == hu_class:
                own = [r for r in of_class if (r.peer_group, r.usage_quintile) == (peer, quintile)]
                rates[peer, quintile, name] = _rate(own, parent, settings.prior_strength)
    found: dict[tuple[str, int, str], tuple[float | None, ...]] = {}
    for peer, quintile, hu_class in cells():
        rate, proven = rates[peer, quintile, hu_class], rates[peer, quintile, "proven"]
        apart = gap(rate, proven, settings.level) if hu_class != "proven" else (0.0, 0.0, 0.0)
        found[peer, quintile, hu_class] = (rate.mean, *rate.interval(settings.level), *apart)
    return found


def _mean(renewals: Sequence[Renewal]) -> float:
    """Laplace's share lost, which is never 0 nor 1; summed in order of size."""
    lost = sum(sorted(r.loss_share for r in renewals))
    return (lost + 0.5) / (len(renewals) + 1)


def _rate(renewals: Sequence[Renewal], prior: float, strength: float) -> Rate:
    """The share lost of some renewals after a prior; a part lost is a part of a success."""
    lost = sum(sorted(r.loss_share for r in renewals))
    return Rate(min(lost, len(renewals)), len(renewals), prior, max(strength, 1e-6))


@dataclass(frozen=True)
class Lift:
    """How many times as much one group loses as another of the same strata, with its interval.

    rates: shares lost (0 to 1); ``rate_other`` has the strata of the first group's. None where
    nothing can be compared.
    """

    n: int
    n_other: int
    rate: float | None
    rate_other: float | None
    lift: float | None
    low: float | None
    high: float | None


def standardised_lift(
    group: Sequence[tuple[int, float]], others: Sequence[tuple[int, float]], level: float
) -> Lift:
    """Compare shares lost of (stratum, share) rows within strata that both groups have.

    The others are weighted to the strata of the group (direct standardisation). The interval of
    probability ``level`` is normal on the log, each mean varying as its stratum's shares do, with
    one half loss added to each stratum so that a stratum without any has a variance too.
    """
    common = sorted({s for s, _ in group} & {s for s, _ in others})
    n = sum(s in common for s, _ in group)
    m = sum(s in common for s, _ in others)
    if not common:
        return Lift(n, m, None, None, None, None, None)
    rate = rate_other = variance = variance_other = 0.0
    for stratum in common:
        mine = sorted(x for s, x in group if s == stratum)
        theirs = sorted(x for s, x in others if s == stratum)
        weight = len(mine) / n
        rate += weight * sum(mine) / len(mine)
        rate_other += weight * sum(theirs) / len(theirs)
        variance += weight**2 * _variance(mine) / len(mine)
        variance_other += weight**2 * _variance(theirs) / len(theirs)
    if rate <= 0 or rate_other <= 0:
        return Lift(n, m, rate, rate_other, None, None, None)
    z = float(stats.norm.ppf((1 + level) / 2))
    half = z * float(np.sqrt(variance / rate**2 + variance_other / rate_other**2))
    middle = log(rate / rate_other)
    return Lift(n, m, rate, rate_other, exp(middle), exp(middle - half), exp(middle + half))


def _variance(shares: Sequence[float]) -> float:
    """Variance of shares, with half a loss and half a renewal added."""
    values = np.array([*shares, 0.5])
    return float(values.var(ddof=1)) if len(values) > 2 else 0.25


COLUMNS = {
    "as_of_month": "datetime64[us]", "peer_group": "str", "usage_quintile": "int64",
    "hu_class": "str", "p_loss": "float64", "p_low": "float64", "p_high": "float64",
    "gap": "float64", "gap_low": "float64", "gap_high": "float64", "renewals": "int64",
    "trained_on": "int64", "losses": "int64", "trained_through": "datetime64[us]",
    "method": "str", "reason": "str",
}  # fmt: skip
DIGITS = 10
"""Digits kept, so that the last bit of an engine's sum moves nothing downstream."""


def read_renewals(frame: Any) -> list[Renewal]:
    """Read int_features__renewal_losses (a pandas frame) without rows that lack class or end."""
    wanted = ["matures_on", "peer_group", "usage_quintile", "hu_class", "loss_share"]
    return [
        Renewal(_day(matures_on), str(peer), int(quintile), str(hu_class), float(share))
        for matures_on, peer, quintile, hu_class, share in frame[wanted]
        .dropna()
        .itertuples(index=False)
    ]


def read_settings(frame: Any) -> Settings:
    """Read int_failure_modes__hu_settings (a pandas frame of one row).

    An empty build has a row without values: any will do, since there is nothing to learn from.
    """
    row = frame.iloc[0].fillna(0.5)
    return Settings(
        int(row["min_cell_n"]),
        float(row["beta_prior_strength"]),
        float(row["renewal_loss_ridge"]),
        float(row["impact_interval_level"]),
    )


def _day(value: Any) -> dt.date:
    """Return the date of a date or of a pandas timestamp."""
    return value.date() if hasattr(value, "date") else value


def table(
    renewals: Sequence[Renewal], months: Iterable[tuple[Any, Any]], settings: Settings
) -> list[tuple[Any, ...]]:
    """Return the rows of the model in the order of COLUMNS.

    ``months`` are pairs of the month and the day as of which it stands.
    """
    return [
        (
            month, loss.peer_group, loss.usage_quintile, loss.hu_class,
            *(_rounded(x) for x in (loss.p_loss, loss.p_low, loss.p_high)),
            *(_rounded(x) for x in (loss.gap, loss.gap_low, loss.gap_high)),
            loss.n, loss.trained_on, loss.losses, loss.trained_through, loss.method, loss.reason,
        )
        for month, day in sorted(months)
        for loss in as_of(renewals, _day(day), settings)
    ]  # fmt: skip


def _rounded(value: float | None) -> float | None:
    """Drop the digits that no reader needs."""
    return None if value is None else round(value, DIGITS)


def backtest(renewals: Sequence[Renewal], settings: Settings) -> Lift:
    """Compare what hollow accounts lost with what proven ones of the same usage quintile lost."""
    return standardised_lift(
        [(r.usage_quintile, r.loss_share) for r in renewals if r.hu_class == "hollow"],
        [(r.usage_quintile, r.loss_share) for r in renewals if r.hu_class == "proven"],
        settings.level,
    )


LIFT_COLUMNS = {
    "hollow_renewals": "int64", "proven_renewals": "int64", "hollow_loss": "float64",
    "proven_loss": "float64", "lift": "float64", "lift_low": "float64", "lift_high": "float64",
}  # fmt: skip


def lift_row(renewals: Sequence[Renewal], settings: Settings) -> tuple[Any, ...]:
    """Return the one row of the back-test in the order of LIFT_COLUMNS."""
    found = backtest(renewals, settings)
    shares = (found.rate, found.rate_other, found.lift, found.low, found.high)
    return found.n, found.n_other, *(_rounded(x) for x in shares)
