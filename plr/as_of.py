"""The as-of seam: which day a build stands on. Pure, without a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median


@dataclass(frozen=True)
class AsOf:
    """The day that a build stands on, what it was taken from, and why, in words."""

    on: date
    basis: str
    reason: str


def find(
    asked: date | None,
    events_by_day: dict[date, int],
    latest_billing_day: date | None,
    min_volume_share: float,
    median_days: int,
) -> AsOf:
    """Return the day that the build stands on.

    asked: the day that the caller names; it always wins.
    events_by_day: product events per day of their occurrence.
    latest_billing_day: the last day that billing knows of, used where there are no events.
    min_volume_share: share (0..1) of the median daily events that a day needs to count.
    median_days: how many days with events before a day make its median.

    A single event dated 2099 moves nothing, because a day counts only when it is about as busy
    as the days before it. Raises ValueError where nothing says what day it is.
    """
    if asked is not None:
        return AsOf(asked, "asked", f"as_of_date {asked} was asked for")
    day = _latest_busy_day(events_by_day, min_volume_share, median_days)
    if day is not None:
        return AsOf(
            day,
            "product_events",
            f"the latest day with at least {min_volume_share:.0%} of the median daily product "
            f"events of the {median_days} days before it",
        )
    if latest_billing_day is not None:
        return AsOf(latest_billing_day, "billing", "no product events; the last day in billing")
    raise ValueError(
        "No as-of date: product_events, subscription_changes, subscription_snapshots and "
        "invoice_lines hold no dates. Pass one: dbt build --vars 'as_of_date: 2026-06-30'."
    )


def _latest_busy_day(
    events_by_day: dict[date, int], min_volume_share: float, median_days: int
) -> date | None:
    """Return the latest day about as busy as the calendar days before it, or None without events.

    Days without events count as zero, so that a few stray rows far away from the history never
    qualify. A history too short to have such a day is judged by the median of its busy days.
    """
    for day in sorted(events_by_day, reverse=True):
        usual = median(
            events_by_day.get(day - timedelta(days=back), 0) for back in range(1, median_days + 1)
        )
        if usual > 0 and events_by_day[day] >= min_volume_share * usual:
            return day
    if not events_by_day:
        return None
    usual = median(events_by_day.values())
    return max(day for day, count in events_by_day.items() if count >= min_volume_share * usual)
