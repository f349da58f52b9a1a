"""How far the rows that are scored have moved from those that were learnt from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SMALLEST = 1e-4


def bands_of(values: Array, count: int = 10) -> tuple[float, ...]:
    """Return the inner bounds of up to ``count`` bands with as many values each."""
    seen = values[~np.isnan(values)]
    if not len(seen):
        return ()
    return tuple(sorted({float(b) for b in np.quantile(seen, np.arange(1, count) / count)}))


def shares_of(values: Array, bounds: Sequence[float], weights: Array | None = None) -> Array:
    """Return the share of values in each band; the last is that of unknown values."""
    known = ~np.isnan(values)
    own = np.ones(len(values)) if weights is None else weights
    band = np.where(
        known, np.searchsorted(np.array(bounds), np.nan_to_num(values)), len(bounds) + 1
    )
    counted = np.bincount(band, own, minlength=len(bounds) + 2)
    return counted / max(counted.sum(), 1e-300)


def psi(before: Array, after: Array) -> float:
    """Population stability index of two lists of shares; from 0.25 on much has moved."""
    old, new = np.maximum(before, SMALLEST), np.maximum(after, SMALLEST)
    return float(np.sum((new - old) * np.log(new / old)))
