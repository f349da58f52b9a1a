"""The product-limit estimate of Kaplan and Meier, for times that are partly not over."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
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


COLUMNS = pa.schema(
    [
        ("period_kind", pa.string()), ("period_from", pa.date32()), ("peer_group", pa.string()),
        ("cases", pa.int64()), ("happened", pa.int64()), ("median_days", pa.float64()),
    ]
)  # fmt: skip


def arrow(frame: Any) -> pa.Table:
    """Return the median wait per period and peer group of int_features__value_waits (pandas)."""
    rows = []
    for key, group in frame.groupby(["period_kind", "period_from", "peer_group"], sort=True):
        ends = [bool(over) for over in group["has_happened"]]
        found = median([float(days) for days in group["days_waited"]], ends)
        rows.append(dict(zip(COLUMNS.names, (*key, len(ends), sum(ends), found), strict=True)))
    return pa.Table.from_pylist(rows, schema=COLUMNS)
