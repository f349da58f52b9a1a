"""An additive logistic model that is monotone where sense demands, calibrated, and the same twice.

The logit is a sum of one curve per feature, piecewise linear between quantiles of what was seen.
Slopes have the sign that the feature's direction demands. So that the last digit is the same every
time, rows are ordered by key before anything is fitted and linear algebra runs on one thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from threadpoolctl import threadpool_limits

from plr.scoring.features import Feature

Array = NDArray[np.float64]

ALL_QUANTILES = (0.0, 0.25, 0.5, 0.75, 0.9)
ABOVE_QUANTILES = (0.5, 0.95)
FOLDS = 5
RIDGE = 1.0
STEPS = 100
TOLERANCE = 1e-12


@dataclass(frozen=True)
class Curve:
    """The curve of one feature.

    knots: shape (k,), increasing; the curve is flat outside them.
    rises: shape (k - 1,), by how much the logit rises from each knot to the next.
    missing: by how much it rises where the value is unknown.
    centre: mean contribution over the rows of training, which is taken off.
    """

    knots: tuple[float, ...]
    rises: tuple[float, ...]
    missing: float
    centre: float

    def of(self, values: Array) -> Array:
        """Return the contribution of each value to the logit, less the mean one."""
        unknown = np.isnan(values)
        if len(self.knots) < 2:
            curve = np.zeros(len(values))
        else:
            heights = np.concatenate([[0.0], np.cumsum(self.rises)])
            curve = np.interp(values, self.knots, heights)
        return np.where(unknown, self.missing, curve) - self.centre


@dataclass(frozen=True)
class Model:
    """A fitted model: what is needed to score a row again, and nothing else."""

    names: tuple[str, ...]
    curves: tuple[Curve, ...]
    intercept: float
    shift: float = 0.0
    stretch: float = 1.0

    def contributions(self, values: Array) -> Array:
        """Return what each feature adds to the calibrated logit, shape (rows, features)."""
        parts = [curve.of(values[:, place]) for place, curve in enumerate(self.curves)]
        together = np.column_stack(parts) if parts else np.zeros((len(values), 0))
        return self.stretch * together

    def logits(self, values: Array) -> Array:
        """Return the calibrated logit of each row."""
        base = self.shift + self.stretch * self.intercept
        return base + self.contributions(values).sum(axis=1)

    def probabilities(self, values: Array) -> Array:
        """Return the calibrated probability of each row of ``values``, shape (rows, features)."""
        return np.asarray(expit(self.logits(values)))

    def definition(self) -> dict[str, Any]:
        """Return the model as plain values, from which `of_definition` makes it again exactly."""
        return {
            "names": list(self.names),
            "curves": [[list(c.knots), list(c.rises), c.missing, c.centre] for c in self.curves],
            "intercept": self.intercept,
            "shift": self.shift,
            "stretch": self.stretch,
        }


def of_definition(stated: Mapping[str, Any]) -> Model:
    """Make a model from what `Model.definition` returned."""
    return Model(
        tuple(stated["names"]),
        tuple(Curve(tuple(k), tuple(r), m, c) for k, r, m, c in stated["curves"]),
        stated["intercept"],
        stated["shift"],
        stated["stretch"],
    )


def knots_of(values: Array) -> tuple[float, ...]:
    """Return the knots of a feature: quantiles of all values, and of those above the least."""
    seen = values[~np.isnan(values)]
    if not len(seen):
        return ()
    least = float(seen.min())
    above = seen[seen > least]
    found = list(np.quantile(seen, ALL_QUANTILES))
    if len(above):
        found += list(np.quantile(above, ABOVE_QUANTILES))
    kept = [least]
    spread = float(seen.max()) - least
    for knot in sorted(found):
        if knot - kept[-1] > 0.02 * spread * (len(kept) > 1) and knot > kept[-1]:
            kept.append(float(knot))
    return tuple(kept) if len(kept) > 1 else ()


def segments(values: Array, knots: Sequence[float]) -> Array:
    """Return how much of each stretch between knots lies below each value, 0 to 1."""
    if len(knots) < 2:
        return np.zeros((len(values), 0))
    lows, highs = np.array(knots[:-1]), np.array(knots[1:])
    filled = np.where(np.isnan(values), lows[0], values)
    return np.clip((filled[:, None] - lows) / (highs - lows), 0.0, 1.0)


def log_loss(logits: Array, labels: Array, weights: Array) -> float:
    """Return the mean log loss in nats."""
    return float(weights @ (np.logaddexp(0.0, logits) - labels * logits) / weights.sum())


def fit_linear(
    basis: Array, labels: Array, weights: Array,
    bounds: Sequence[tuple[float | None, float | None]], ridge: float,
) -> tuple[float, Array]:  # fmt: skip
    """Return intercept and coefficients of a penalised logistic regression with signed slopes.

    Projected Newton steps (Bertsekas 1982): slopes that press against their bound stay there, the
    others take the step, which is halved until the loss falls. Columns are brought to mean 0 and
    deviation 1, so that their scale is no matter; a column that does not vary has a slope of 0.
    Labels that a column separates have no finite minimum: its slope is where the loss no longer
    falls. Raises RuntimeError where a hundred steps do not reach the minimum.
    """
    total = weights.sum()
    rate = float(np.clip(weights @ labels / total, 1e-6, 1 - 1e-6))
    centre = weights @ basis / total
    spread = np.sqrt(weights @ (basis - centre) ** 2 / total)
    varies = spread > 1e-9 * (1.0 + np.abs(centre))
    spread[~varies] = 1.0
    design = np.column_stack([np.ones(len(labels)), varies * (basis - centre) / spread])
    penalty = np.array([0.0, *(ridge / spread**2)])
    lows = np.array([-np.inf, *(-np.inf if low is None else low for low, _ in bounds)])
    highs = np.array([np.inf, *(np.inf if high is None else high for _, high in bounds)])
    lows[1:], highs[1:] = lows[1:] * spread, highs[1:] * spread
    theta = np.clip(np.zeros(design.shape[1]), lows, highs)
    theta[0] = np.log(rate / (1 - rate))

    def loss(at: Array) -> float:
        logits = design @ at
        value = weights @ (np.logaddexp(0.0, logits) - labels * logits)
        return float(value + penalty @ at**2 / 2) / total

    now = loss(theta)
    for _ in range(STEPS):
        fitted = expit(design @ theta)
        gradient = (design.T @ (weights * (fitted - labels)) + penalty * theta) / total
        held = ((theta <= lows) & (gradient > 0)) | ((theta >= highs) & (gradient < 0))
        free = np.flatnonzero(~held)
        curvature = design[:, free].T @ (
            design[:, free] * (weights * fitted * (1 - fitted))[:, None]
        )
        curvature[np.diag_indices_from(curvature)] += penalty[
            free
        ] + 1e-9 * curvature.diagonal().max(initial=0.0)
        step = np.zeros(len(theta))
        step[free] = -np.linalg.solve(curvature / total, gradient[free])
        if -gradient @ step < TOLERANCE:
            break
        size = 1.0
        while size > 1e-12:
            there = np.clip(theta + size * step, lows, highs)
            reached = loss(there)
            if reached <= now + 1e-4 * gradient @ (there - theta):
                break
            size /= 2
        else:
            break
        theta, now = there, reached
    else:
        raise RuntimeError(f"no minimum after {STEPS} steps")
    slopes = theta[1:] / spread
    return float(theta[0] - centre @ slopes), slopes


def fit_raw(
    values: Array, labels: Array, weights: Array, features: Sequence[Feature], ridge: float = RIDGE
) -> Model:
    """Fit the curves without calibration; rows are taken in the order given."""
    parts, bounds, shapes = [], [], []
    for place, feature in enumerate(features):
        column = values[:, place]
        knots = knots_of(column)
        unknown = np.isnan(column)
        rising = segments(column, knots) * ~unknown[:, None]
        sign = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}[feature.direction]
        own = [rising, unknown.astype(float)[:, None]] if unknown.any() else [rising]
        parts.append(np.hstack(own))
        bounds += [sign] * rising.shape[1] + [(None, None)] * (len(own) - 1)
        shapes.append(knots)
    basis = np.hstack(parts) if parts else np.zeros((len(labels), 0))
    intercept, slopes = fit_linear(basis, labels, weights, bounds, ridge)
    curves, begin = [], 0
    share = weights / weights.sum()
    for part, knots in zip(parts, shapes, strict=True):
        own = slopes[begin : begin + part.shape[1]]
        centre = float(share @ (part @ own))
        count = max(len(knots) - 1, 0)
        missing = float(own[count]) if len(own) > count else 0.0
        curves.append(Curve(knots, tuple(map(float, own[:count])), missing, centre))
        intercept += centre
        begin += part.shape[1]
    return Model(tuple(f.name for f in features), tuple(curves), intercept)


def calibration_of(logits: Array, labels: Array, weights: Array) -> tuple[float, float]:
    """Return shift and stretch that make logits fit labels (Platt), the stretch above 0."""
    shift, slopes = fit_linear(logits[:, None], labels, weights, [(0.05, 5.0)], ridge=0.0)
    return shift, float(slopes[0])


def fit(
    values: Array, labels: Array, weights: Array, folds: NDArray[np.int64],
    features: Sequence[Feature], ridge: float = RIDGE,
) -> Model:  # fmt: skip
    """Fit and calibrate: logits made out of fold say how far the curves must be stretched.

    values: shape (rows, features), NaN for unknown; labels 0 or 1; weights positive; folds: a
    number 0..FOLDS-1 per row, the same for all rows of one entity. Rows come ordered by their key.
    """
    with threadpool_limits(limits=1):
        model = fit_raw(values, labels, weights, features, ridge)
        held_out = np.zeros(len(labels))
        for fold in np.unique(folds):
            inside, outside = folds != fold, folds == fold
            if not labels[inside].any():
                return model
            part = fit_raw(values[inside], labels[inside], weights[inside], features, ridge)
            held_out[outside] = part.logits(values[outside])
        shift, stretch = calibration_of(held_out, labels, weights)
    return Model(model.names, model.curves, model.intercept, shift, stretch)
