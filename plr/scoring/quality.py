"""How good a score was on rows that it had not seen: each measure with what is not known of it.

Weighted rows stand for others that were left out of a sample. Rows of one entity are not
independent, so intervals add up what each entity contributes (cluster-robust).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit, logit

from plr.scoring import learner

Array = NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True)
class Measure:
    """A measure with its interval; NaN where it cannot be known."""

    name: str
    value: float
    low: float = float("nan")
    high: float = float("nan")


def wilson(share: float, trials: float, level: float = LEVEL) -> tuple[float, float]:
    """Return the Wilson interval of a share seen in ``trials`` (0 trials: NaN, NaN)."""
    if not trials > 0:
        return float("nan"), float("nan")
    z = float(stats.norm.ppf((1 + level) / 2))
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = (
        z
        / (1 + z * z / trials)
        * np.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    )
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def _clustered(influence: Array, clusters: NDArray[np.int64]) -> float:
    """Return the standard error of a mean-like estimate from the influence of each row."""
    return float(np.sqrt(np.sum(np.bincount(clusters, influence) ** 2)))


def _placements(scores: Array, weights: Array, labels: Array) -> tuple[Array, Array, Array]:
    """Return weight of negatives below each row's score, of positives above it, ties half."""
    order = np.argsort(scores, kind="stable")
    ranked = scores[order]
    starts = np.flatnonzero(np.concatenate([[True], ranked[1:] != ranked[:-1]]))
    group = np.cumsum(np.concatenate([[0], (ranked[1:] != ranked[:-1]).astype(int)]))
    negatives = np.add.reduceat((weights * (1 - labels))[order], starts)
    positives = np.add.reduceat((weights * labels)[order], starts)
    below = (np.cumsum(negatives) - negatives / 2)[group]
    above = (positives.sum() - np.cumsum(positives) + positives / 2)[group]
    back = np.empty(len(order), dtype=int)
    back[order] = np.arange(len(order))
    return below[back], above[back], group[back].astype(float)


def auc(
    labels: Array, scores: Array, weights: Array, clusters: NDArray[np.int64], name: str = "auc"
) -> Measure:
    """Area under the ROC curve, ties half; interval by DeLong's placements, on the logit scale."""
    positive, negative = weights @ labels, weights @ (1 - labels)
    if not (positive > 0 and negative > 0):
        return Measure(name, float("nan"))
    below, above, _ = _placements(scores, weights, labels)
    value = float((weights * labels) @ below / (positive * negative))
    influence = np.where(
        labels == 1,
        weights * (below / negative - value) / positive,
        weights * (above / positive - value) / negative,
    )
    error = _clustered(influence, clusters)
    if value in (0.0, 1.0):
        return Measure(name, value, value, value)
    half = float(stats.norm.ppf((1 + LEVEL) / 2)) * error / (value * (1 - value))
    return Measure(
        name, value, float(expit(logit(value) - half)), float(expit(logit(value) + half))
    )


def average_precision(
    labels: Array, scores: Array, weights: Array, positive_entities: int
) -> Measure:
    """Mean precision over recall; interval on the logit scale by the number of positives."""
    total = weights @ labels
    if not total > 0:
        return Measure("average_precision", float("nan"))
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    ends = np.flatnonzero(np.concatenate([ranked[1:] != ranked[:-1], [True]]))
    hits = np.cumsum((weights * labels)[order])[ends]
    seen = np.cumsum(weights[order])[ends]
    value = float(np.sum(np.diff(hits, prepend=0.0) / total * hits / seen))
    if not 0 < value < 1 or not positive_entities:
        return Measure("average_precision", value)
    half = float(stats.norm.ppf((1 + LEVEL) / 2)) / np.sqrt(positive_entities * value * (1 - value))
    centre = logit(value)
    return Measure(
        "average_precision", value, float(expit(centre - half)), float(expit(centre + half))
    )


def brier(
    labels: Array, probabilities: Array, weights: Array, clusters: NDArray[np.int64]
) -> Measure:
    """Mean squared error of the probabilities."""
    errors = (probabilities - labels) ** 2
    value = float(weights @ errors / weights.sum())
    half = float(stats.norm.ppf((1 + LEVEL) / 2)) * _clustered(
        weights * (errors - value) / weights.sum(), clusters
    )
    return Measure("brier", value, value - half, value + half)


def calibration(
    labels: Array, probabilities: Array, weights: Array, clusters: NDArray[np.int64]
) -> tuple[Measure, Measure]:
    """Slope of the labels on the logit (1 is right) and expected per observed positives (1).

    A slope is not a number where the scores part the labels altogether: it would be without bound.
    """
    z = logit(np.clip(probabilities, 1e-9, 1 - 1e-9))
    observed, expected = float(weights @ labels), float(weights @ probabilities)
    unknown = Measure("calibration_slope", float("nan"))
    if not 0 < observed < weights.sum() or np.ptp(z) == 0:
        return unknown, Measure("expected_per_observed", float("nan"))
    quantile = float(stats.norm.ppf((1 + LEVEL) / 2))
    ratio = expected / observed
    spread = quantile * _clustered(weights * (labels - probabilities) / observed, clusters) * ratio
    told = Measure("expected_per_observed", ratio, max(0.0, ratio - spread), ratio + spread)
    positives, negatives = z[labels > 0], z[labels == 0]
    if positives.min() >= negatives.max() or positives.max() <= negatives.min():
        return unknown, told
    shift, slopes = learner.fit_linear(z[:, None], labels, weights, [(None, None)], ridge=0.0)
    slope = float(slopes[0])
    fitted = np.asarray(expit(shift + slope * z))
    design = np.column_stack([np.ones_like(z), z])
    bread = np.linalg.inv(design.T @ (design * (weights * fitted * (1 - fitted))[:, None]))
    reach = (design @ bread)[:, 1] * weights * (labels - fitted)
    half = quantile * _clustered(reach, clusters)
    return Measure("calibration_slope", slope, slope - half, slope + half), told


def capture_at(labels: Array, scores: Array, weights: Array, share: float) -> float:
    """Share of positives among the ``share`` of rows with the highest scores; ties are shared."""
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    ends = np.flatnonzero(np.concatenate([ranked[1:] != ranked[:-1], [True]]))
    seen = np.concatenate([[0.0], np.cumsum(weights[order])[ends] / weights.sum()])
    hits = np.concatenate([[0.0], np.cumsum((weights * labels)[order])[ends]])
    return float(np.interp(share, seen, hits / hits[-1])) if hits[-1] > 0 else float("nan")


def gains(labels: Array, scores: Array, weights: Array, positive_entities: int) -> list[Measure]:
    """Lift and capture of each decile, counted from the best, and the capture of the top fifth."""
    found = []
    for decile in range(1, 11):
        upto = capture_at(labels, scores, weights, decile / 10)
        before = capture_at(labels, scores, weights, (decile - 1) / 10)
        low, high = wilson(upto, positive_entities)
        found.append(Measure(f"capture_top_{decile * 10}", upto, low, high))
        low, high = wilson(upto - before, positive_entities)
        found.append(
            Measure(f"lift_decile_{decile:02d}", 10 * (upto - before), 10 * low, 10 * high)
        )
    return found


def judge(
    labels: Array, probabilities: Array, weights: Array, entities: NDArray[np.int64]
) -> list[Measure]:
    """Return every measure of a score on rows that it had not seen.

    labels 0 or 1, probabilities, weights and entities (a number per entity): shape (rows,).
    """
    positives = len(np.unique(entities[labels == 1]))
    _, clusters = np.unique(entities, return_inverse=True)
    return [
        auc(labels, probabilities, weights, clusters),
        average_precision(labels, probabilities, weights, positives),
        brier(labels, probabilities, weights, clusters),
        *calibration(labels, probabilities, weights, clusters),
        *gains(labels, probabilities, weights, positives),
    ]
