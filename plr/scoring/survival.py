"""The product-limit estimate of Kaplan and Meier, for times that are partly not over."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from math import isnan
from operator import itemgetter
from typing import Any

import pyarrow as pa


def median(times: Sequence[float], is_over: Sequence[bool]) -> float | None:
    """Return the first time at which at most half are left, or None if more than half stay.

    ``times`` are durations in any one unit, to the event or to the end of watching; ``is_over``
    says which of them ended with the event. What is censored at a time was still at risk then.
    Fractions keep one half exact. Raises ValueError where the two differ in length.
    """
    if len(times) != len(is_over):
        raise ValueError("times and ends differ in length")
    left, at_risk = Fraction(1), len(times)
    ordered = sorted(zip(times, is_over, strict=True))
    for time, tied in groupby(ordered, key=itemgetter(0)):
        ends = [over for _, over in tied]
        left *= 1 - Fraction(sum(ends), at_risk)
        if left <= Fraction(1, 2):
            return float(time)
        at_risk -= len(ends)
    return None


def medians(frame: Any, keys: Sequence[str], times: str) -> list[tuple[Any, ...]]:
    """Return (keys, cases, cases that are over, median or nan) per group of a pandas frame.

    ``times`` names the column of durations; the column has_happened says which are over.
    """
    rows = []
    for key, group in frame.groupby(list(keys), sort=True):
        ends = [bool(over) for over in group["has_happened"]]
        found = median([float(time) for time in group[times]], ends)
        rows.append((*key, len(ends), sum(ends), float("nan") if found is None else found))
    return rows


COLUMNS = pa.schema(
    [
        ("period_kind", pa.string()), ("period_from", pa.date32()), ("peer_group", pa.string()),
        ("cases", pa.int64()), ("happened", pa.int64()), ("median_days", pa.float64()),
    ]
)  # fmt: skip


def arrow(frame: Any) -> pa.Table:
    """Return the median wait per period and peer group of int_features__value_waits (pandas)."""
    return pa.Table.from_pylist(
        [
            dict(zip(COLUMNS.names, (*row[:-1], None if isnan(row[-1]) else row[-1]), strict=True))
            for row in medians(frame, COLUMNS.names[:3], "days_waited")
        ],
        schema=COLUMNS,
    )
