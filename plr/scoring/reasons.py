"""Why a row has its score: the three features that moved it most, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from plr.scoring.features import Feature

Array = NDArray[np.float64]
COUNT = 3
LEAST = 0.05


def of_rows(values: Array, contributions: Array, features: Sequence[Feature]) -> list[str]:
    """Return one text per row: what raised or lowered its logit most against the mean row.

    values and contributions: shape (rows, features). A feature that moves the logit by less than
    ``LEAST`` is no reason. Words are made once per feature and value, not once per row.
    """
    rows = len(values)
    size = np.abs(contributions)
    order = np.argsort(-size, axis=1, kind="stable")[:, :COUNT]
    texts = np.full((rows, COUNT), "", dtype=object)
    for place, feature in enumerate(features):
        for rank in range(min(COUNT, order.shape[1])):
            here = np.flatnonzero((order[:, rank] == place) & (size[:, place] >= LEAST))
            if not len(here):
                continue
            own, back = np.unique(values[here, place], return_inverse=True)
            words = np.array([feature.say(float(value)) for value in own], dtype=object)[back]
            raises = contributions[here, place] > 0
            texts[here, rank] = words + np.where(raises, " (raises)", " (lowers)").astype(object)
    return ["; ".join(t for t in row if t) or "nothing stands out" for row in texts]
