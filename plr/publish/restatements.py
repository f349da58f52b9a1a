"""The ledger of restatements: which published figure of a closed period changed, and why.

The closed figures of a build are held against what readers were last given. Where one differs, one
row says which, from what, to what, and which fingerprints that it stands on differ between the two
publications. Where none does, it says ``unexplained``: then the code is not a function of its
inputs, and somebody must look.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plr.publish.fingerprints import Fingerprint

UNEXPLAINED = "unexplained"
ALIKE = Decimal("0.00000001")
"""Figures nearer than this are the same: money has eight decimals, a share needs no more."""


@dataclass(frozen=True)
class Figure:
    """One figure of one closed period; ``value`` is None where it was unknown.

    ``made_of`` names the components whose fingerprints bear on it, none where that is not known.
    ``number`` is the publication that last gave it to readers.
    """

    name: str
    period: str
    period_start: date
    slice: str
    value: Decimal | None
    made_of: tuple[str, ...] = ()
    number: int = 0

    @property
    def key(self) -> tuple[str, str, date, str]:
        """What makes it the same figure in another publication."""
        return (self.name, self.period, self.period_start, self.slice)

    @property
    def period_end(self) -> date:
        """Last day of the period."""
        months = 3 if self.period == "quarter" else 1
        month = self.period_start.month - 1 + months
        return date(self.period_start.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


@dataclass(frozen=True)
class Restatement:
    """One published figure of a closed period that another publication states otherwise."""

    number: int
    previous_number: int
    figure: str
    period: str
    period_start: date
    slice: str
    from_value: Decimal | None
    to_value: Decimal | None
    cause: str
    is_explained: bool


def compare(
    before: Iterable[Figure],
    now: Iterable[Figure],
    as_of_on: date,
    number: int,
    fingerprints: Mapping[int, Sequence[Fingerprint]],
    cause: str | None = None,
) -> tuple[list[Restatement], list[Figure]]:
    """Return what publication ``number`` restates, and every figure as readers now have it.

    ``before`` are the figures as last published, ``now`` those of the new publication, which
    stands on ``as_of_on``; ``fingerprints`` are those of the publications that ``before`` names and
    of ``number``. A figure that is gone though its period is closed is restated to None, one whose
    period is not closed on ``as_of_on`` keeps what was last said. ``cause`` says why where that is
    known without fingerprints.
    """
    new = {figure.key: figure for figure in now}
    differing: dict[int, list[tuple[str, str]]] = {}
    restated: list[Restatement] = []
    carried: list[Figure] = []
    for old in before:
        found = new.get(old.key)
        if found is None and old.period_end > as_of_on:
            carried.append(old)
            continue
        value = found.value if found else None
        if not is_alike(old.value, value):
            if old.number not in differing:
                differing[old.number] = differences(
                    fingerprints.get(old.number, ()), fingerprints.get(number, ())
                )
            why = cause or explain(found or old, differing[old.number])
            restated.append(
                Restatement(
                    number, old.number, old.name, old.period, old.period_start, old.slice,
                    old.value, value, why, why != UNEXPLAINED,
                )
            )  # fmt: skip
        if found is None:
            carried.append(
                Figure(old.name, old.period, old.period_start, old.slice, None, old.made_of, number)
            )
    given = [
        Figure(f.name, f.period, f.period_start, f.slice, f.value, f.made_of, number)
        for f in new.values()
    ]
    restated.sort(key=lambda row: (row.period_start, row.period, row.figure, row.slice))
    return restated, carried + given


def is_alike(one: Decimal | None, other: Decimal | None) -> bool:
    """Return whether two values are the same figure; unknown is a value of its own."""
    if one is None or other is None:
        return one is other
    return abs(one - other) < ALIKE


def explain(figure: Figure, differing: Iterable[tuple[str, str]]) -> str:
    """Return which fingerprints under a figure differ, in words.

    ``differing`` holds the component and part of every fingerprint that differs.

    A month of an input table after the figure's period is named only where nothing older and
    nothing undated differs: rows that arrive every day would otherwise explain everything.
    """
    made_of = set(figure.made_of)
    last_month = f"{figure.period_end:%Y-%m}"
    parts_of: dict[str, list[str]] = defaultdict(list)
    for component, part in differing:
        if not made_of or component in made_of:
            parts_of[component].append(part)
    near = {
        component: [part for part in parts if not _is_month(part) or part <= last_month]
        for component, parts in parts_of.items()
    }
    words = [_words(component, parts) for component, parts in sorted(near.items()) if parts]
    words = words or [f"{component} (rows that arrived later)" for component in sorted(parts_of)]
    return ", ".join(words) or UNEXPLAINED


def differences(before: Iterable[Fingerprint], now: Iterable[Fingerprint]) -> list[tuple[str, str]]:
    """Return component and part of every fingerprint that is not the same in both."""
    old = {(one.component, one.part): one.value for one in before}
    new = {(one.component, one.part): one.value for one in now}
    return sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))


def _words(component: str, parts: Sequence[str]) -> str:
    if parts == ["all"]:
        return component
    if len(parts) > 3 and all(_is_month(part) for part in parts):
        return f"{component} ({len(parts)} months, {parts[0]} to {parts[-1]})"
    return f"{component} ({', '.join(parts)})"


def _is_month(part: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}", part) is not None
