"""Measures over outcomes: shares with their intervals, the confusion table, bands and Brier."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any

from plr.trials.outcomes import Outcome

Z = 1.959964
"""Of the 95 % interval."""


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 of nothing."""
        return self.hits / self.of if self.of else 0.0

    def __str__(self) -> str:
        """As `98.1 % of 530`."""
        return f"{100 * self.value:5.1f} % of {self.of}" if self.of else "    - of 0"


def wilson(hits: int, of: int, z: float = Z) -> tuple[float, float]:
    """Low and high end of Wilson's score interval of a share; (0, 1) for nothing.

    Source: E. B. Wilson, Probable inference, JASA 22 (1927).
    """
    if of == 0:
        return 0.0, 1.0
    share = hits / of
    middle = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


def clear(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Leave out what the truth itself calls ambiguous."""
    return [o for o in outcomes if not o.is_ambiguous]


def right(outcomes: Iterable[Outcome]) -> Share:
    """Share of events whose initiator was named rightly."""
    judged = [o.is_right for o in outcomes]
    return Share(sum(judged), len(judged))


def right_by(outcomes: Iterable[Outcome], key: Callable[[Outcome], Any]) -> dict[Any, Share]:
    """The same for each value of a key, in order."""
    groups: dict[Any, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[key(outcome)].append(outcome)
    return {value: right(groups[value]) for value in sorted(groups)}


def confusion(outcomes: Iterable[Outcome]) -> Counter[tuple[str, str]]:
    """Events by true and said initiator."""
    return Counter((o.actual, o.said) for o in outcomes)


def called_product(outcomes: Iterable[Outcome], *, self_serve: bool) -> Share:
    """Of orders whose deciding human evidence was lost: the share said to be the product's."""
    lost = [
        o
        for o in outcomes
        if o.is_lost and o.event_type != "account_created" and o.is_self_serve == self_serve
    ]
    return Share(sum(o.said == "product" for o in lost), len(lost))


def signups_called_product(outcomes: Iterable[Outcome]) -> Share:
    """The same of sign-ups, which have no order."""
    lost = [o for o in outcomes if o.is_lost and o.event_type == "account_created"]
    return Share(sum(o.said == "product" for o in lost), len(lost))


def mean_confidence(outcomes: Iterable[Outcome]) -> float:
    """Mean stated confidence of the events that have one; 0 where none has."""
    stated = [o.confidence for o in outcomes if o.confidence is not None]
    return sum(stated) / len(stated) if stated else 0.0


@dataclass(frozen=True)
class Band:
    """Events with about the same stated confidence."""

    name: str
    events: int
    hits: int
    stated: float

    @property
    def observed(self) -> float:
        """Share that was right."""
        return self.hits / self.events

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the observed share."""
        return wilson(self.hits, self.events)

    @property
    def holds(self) -> bool:
        """Whether the observed share lies in the 95 % interval of the stated confidence.

        The score test in either reading: |observed - stated| <= z * sqrt(stated * (1 - stated) / n)
        exactly where Wilson's interval of the observed share holds the stated one.
        """
        low, high = self.interval
        return low <= self.stated <= high


def claimed(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Events whose verdict claims something (unknown claims nothing) and has a clear truth."""
    return [o for o in clear(outcomes) if o.said != "unknown"]


def bands(outcomes: Iterable[Outcome]) -> list[Band]:
    """Cut claims into the bands of the ledger, the least sure first."""
    groups: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for o in outcomes:
        if o.confidence is not None:
            groups[o.confidence_band].append((o.confidence, o.is_right))
    found = [
        Band(name, len(pairs), sum(hit for _, hit in pairs), sum(c for c, _ in pairs) / len(pairs))
        for name, pairs in groups.items()
    ]
    return sorted(found, key=lambda band: band.stated)


def brier(outcomes: Iterable[Outcome]) -> float:
    """Mean squared distance of confidence from what came out; 0 is always right and always sure."""
    squares = [(o.confidence - o.is_right) ** 2 for o in outcomes if o.confidence is not None]
    return sum(squares) / len(squares)


def brier_of_constant(outcomes: Iterable[Outcome]) -> float:
    """The score of whoever always states the share that came out right."""
    share = right(o for o in outcomes if o.confidence is not None).value
    return share * (1 - share)
