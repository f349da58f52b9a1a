"""How long support, success and services worked for whom: time at its rate makes the ledger.

The scripts note who was served, and with which weight. Once the ledger of a month is known, the
time behind a line is shared out by those weights, so that an account costs about what its size asks
for, and one that is costly costs more. A little time is never written down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from plr.demo.scale import month_start, stream, to_date
from plr.demo.truth import plan_rates

if TYPE_CHECKING:
    from plr.demo.scripts import Story
    from plr.demo.world import World

HOURLY = {"support": 52, "success": 66, "services": 74, "sales": 85, "marketing": 70}
"""Loaded hourly rates of 2023, by role."""

LONGEST = 1380
"""Minutes of the longest single piece of work."""

MOST_STRETCH = 4.0
"""By how much hours of service are stretched at most to meet the ledger."""

SERVICES = {
    "onboarding": {"onboarding"},
    "professional_services": {"professional_services", "custom"},
}
"""Kinds of service hours by the ledger line that pays for them."""

COLUMN = {"support": "handle_minutes", "success": "minutes"}


@dataclass(frozen=True)
class Work:
    """One piece of work: its ledger line, the month (first day), its row and its weight."""

    line: str
    month: int
    row: dict[str, Any]
    weight: float


def hourly_rate(role: str, year: int) -> float:
    """What an hour of a role costs in a year, in the reporting currency."""
    return round(HOURLY[role] * 1.035 ** (year - 2023), 2)


def note(story: Story, line: str, row: dict[str, Any], day: float, days_covered: float) -> None:
    """Remember a piece of work that stands for some days of an account's custom."""
    world = story.world
    state = story.studio.at(int(day)) if story.studio else None
    worth = float(state.mrr * plan_rates(world)[story.company.currency]) if state else 0.0
    weight = max(days_covered, 1.0) * max(worth, 50.0)
    world.work.append(Work(line, month_start(int(day)), row, weight))


def fit(world: World, month: int, served: Mapping[str, float]) -> None:
    """Give the recorded work of a month the time that its ledger lines paid for."""
    rng = stream(world.scale.seed, "serving", month)
    year = to_date(month).year
    for line, column in COLUMN.items():
        work = [w for w in world.work if w.line == line and w.month == month]
        minutes = 60 * served[line] * rng.uniform(0.985, 0.997) / hourly_rate(line, year)
        weights = [w.weight * rng.uniform(0.8, 1.2) for w in work]
        for piece, long in zip(work, shared(weights, minutes), strict=True):
            if piece.row[column] is not None:
                piece.row[column] = max(1, round(long))
    _fit_hours(world, month, served, rng)


def _fit_hours(world: World, month: int, served: Mapping[str, float], rng: Random) -> None:
    """Stretch or shrink the service hours of a month to its ledger lines."""
    rate = hourly_rate("services", to_date(month).year)
    for line, kinds in SERVICES.items():
        rows = [
            r for r in world.out.rows["service_hours"]
            if r["month"] == month and r["kind"] in kinds
        ]  # fmt: skip
        worked = sum(r["hours"] for r in rows) * rate
        if not worked:
            continue
        stretch = min(MOST_STRETCH, served[line] * rng.uniform(0.985, 0.997) / worked)
        for row in rows:
            row["hours"] = round(row["hours"] * stretch, 1)
            row["billed_hours"] = min(row["hours"], round(row["billed_hours"] * stretch, 1))


def shared(weights: Sequence[float], total: float) -> list[float]:
    """Share a total by weights, none above ``LONGEST``; what no one can take is left."""
    given = [0.0] * len(weights)
    unfilled = list(range(len(weights)))
    left = total
    while unfilled and left > 0:
        unit = left / sum(weights[k] for k in unfilled)
        full = [k for k in unfilled if weights[k] * unit > LONGEST]
        if not full:
            for k in unfilled:
                given[k] = weights[k] * unit
            return given
        for k in full:
            given[k] = float(LONGEST)
        left -= LONGEST * len(full)
        unfilled = [k for k in unfilled if not given[k]]
    return given
