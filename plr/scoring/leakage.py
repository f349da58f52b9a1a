"""Features that know too much: what alone tells the label was probably written after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plr.scoring import learner, quality
from plr.scoring.features import Feature

Array = NDArray[np.float64]
ALONE_MAX = 0.80
LOSS_MAX = 0.05
LIKELY_MIN = 0.65
ROWS = 12_000


@dataclass(frozen=True)
class Suspect:
    """A feature that is probably known only after the label, and why it is suspected.

    alone: AUC of the feature by itself, in whichever direction is better.
    loss: how much AUC all features lose without it.
    """

    name: str
    alone: float
    loss: float

    @property
    def reason(self) -> str:
        """Say it in words."""
        return (
            f"{self.name} alone reaches an AUC of {self.alone:.3f}, and without it the others lose "
            f"{self.loss:.3f}: it is probably known only after the outcome"
        )


def suspects(
    values: Array, labels: Array, features: Sequence[Feature], folds: NDArray[np.int64]
) -> list[Suspect]:
    """Return the features that carry far more than all others together could make up for.

    A strong feature among strong ones is no suspect: it must reach ``ALONE_MAX`` alone AND cost
    ``LOSS_MAX`` of AUC when it is left out. values: shape (rows, features), ordered by key. Of more
    than ``ROWS`` rows, evenly spaced ones are looked at; only a feature whose values rank the
    labels at least a little (``LIKELY_MIN``) is tried.
    """
    chosen = np.unique(np.linspace(0, len(labels) - 1, min(ROWS, len(labels))).astype(int))
    values, labels, folds = values[chosen], labels[chosen], folds[chosen]
    weights, clusters = np.ones(len(labels)), np.arange(len(labels))
    free = [Feature(f.name, 0, f.words) for f in features]
    train, test = folds != 0, folds == 0

    def reached(places: list[int]) -> float:
        model = learner.fit_raw(
            values[np.ix_(train, places)], labels[train], weights[train], [free[p] for p in places]
        )
        scores = model.logits(values[np.ix_(test, places)])
        return quality.auc(labels[test], scores, weights[test], clusters[: test.sum()]).value

    places = list(range(len(features)))
    ones, every = np.ones(len(labels)), np.arange(len(labels))
    ranks = [
        quality.auc(labels, np.where(np.isnan(column), -np.inf, column), ones, every).value
        for column in values.T
    ]
    likely = [p for p in places if max(ranks[p], 1 - ranks[p]) >= LIKELY_MIN]
    strong = [(p, reached([p])) for p in likely]
    strong = [(p, alone) for p, alone in strong if alone >= ALONE_MAX]
    whole = reached(places) if strong else 0.0
    found = []
    for place, alone in strong:
        others = [p for p in places if p != place]
        loss = whole - (reached(others) if others else 0.5)
        if loss >= LOSS_MAX:
            found.append(Suspect(features[place].name, alone, loss))
    return found
