"""How large the demo company is, from when to when, and from which seed."""

from __future__ import annotations

import random
import zlib
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

STANDARD_SEEDS = (20260630, 11, 23, 47, 89)
"""The seeds over which planted cases are counted; the first wrote the committed inputs."""

MODES = (
    "expansion_orphans", "conversion_black_holes", "hollow_usage", "borrowed_nrr",
    "architecture_drift", "product_passive_growth",
)  # fmt: skip
"""The six failure modes."""

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Scale:
    """Size of the company that is simulated.

    ``accounts`` are paying parent companies at the end; ``workspaces`` is the least number of
    workspaces, free ones included; ``events_per_day`` the mean of product events over the whole
    window; ``end_date`` the last day with ordinary data; ``logging`` the share (0 to 1) of what
    people do that they write down; ``patterns`` the failure modes that hold for the company as a
    whole (an empty set is a healthy company), None for the mixture of the demo company.
    """

    accounts: int = 450
    workspaces: int = 3300
    months: int = 36
    events_per_day: int = 300
    seed: int = STANDARD_SEEDS[0]
    end_date: date = date(2026, 6, 30)
    logging: float = 1.0
    patterns: frozenset[str] | None = None

    def __post_init__(self) -> None:
        """Refuse sizes for which no company can be written."""
        if self.accounts < 1 or self.months < 4 or self.events_per_day < 1:
            raise ValueError("needs at least 1 account, 4 months and 1 event per day")
        if not 0 <= self.logging <= 1:
            raise ValueError("logging is a share between 0 and 1")
        if self.patterns is not None and not self.patterns <= set(MODES):
            raise ValueError(f"no failure mode: {sorted(self.patterns - set(MODES))}")

    @property
    def end(self) -> int:
        """Last day, in days since 1970-01-01."""
        return to_day(self.end_date)

    @property
    def start(self) -> int:
        """First day of the window: the first of a month, ``months`` months before the end."""
        return to_day(add_months(self.end_date.replace(day=1), 1 - self.months))


def small(seed: int = STANDARD_SEEDS[0]) -> Scale:
    """Give a company that is written in a few seconds, for tests."""
    return Scale(accounts=50, workspaces=200, months=14, events_per_day=60, seed=seed)


def to_day(value: date) -> int:
    """Count the days since 1970-01-01."""
    return (value - _EPOCH).days


def to_date(day: int) -> date:
    """Read a day number as a date."""
    return _EPOCH + timedelta(days=int(day))


def add_months(value: date, months: int) -> date:
    """Move a date by whole months; the day is cut to the length of the month."""
    index = value.year * 12 + value.month - 1 + months
    year, month = divmod(index, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(year, month + 1, min(value.day, last))


def plus_months(day: int, months: int) -> int:
    """Move a day number by whole months."""
    return to_day(add_months(to_date(day), months))


def month_start(day: int) -> int:
    """First day of the month of a day."""
    return to_day(to_date(day).replace(day=1))


def month_end(day: int) -> int:
    """Last day of the month of a day."""
    return plus_months(month_start(day), 1) - 1


def months_between(first: int, last: int) -> list[int]:
    """Give the first days of all months from the month of ``first`` to that of ``last``."""
    months, month = [], month_start(first)
    while month <= last:
        months.append(month)
        month = plus_months(month, 1)
    return months


def stream(seed: int, name: str, index: int = 0) -> random.Random:
    """Give the scalar random stream of one script; streams do not disturb each other."""
    return random.Random(f"{seed}/{name}/{index}")


def vector_stream(seed: int, name: str) -> np.random.Generator:
    """Give the vector random stream of one table."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])
