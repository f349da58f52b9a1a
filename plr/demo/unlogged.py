"""What people did and nobody wrote down: human evidence that never reaches the exports.

The truth stays what happened. Calls, mails and meetings, the activities of success and the
opportunities that people open are logged by people, so a share of them is missing; what systems
write (orders, prompts, signals, tickets, forms, opportunities opened by a rule) is all there.

The share is lopsided as in real CRMs: each team is better or worse at it, and each of its months is
better or worse again, around ``Scale.logging``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

from plr.demo.scale import month_start, stream
from plr.demo.tables import DAY_US
from plr.demo.world import World

BY_PEOPLE = {
    "commercial_touches": ("touch_id", "touched_at", "actor_id"),
    "cs_activities": ("activity_id", "occurred_at", "actor_id"),
    "opportunities": ("opportunity_id", "created_at", "created_by_id"),
}
"""Tables that people fill: their key, when the thing happened, and who did it."""

WITH_OPPORTUNITY = ("opportunity_stage_history", "opportunity_contacts", "forecast_snapshots")
OF_TEAM = 0.5
"""How much of the lopsidedness is the team's; the rest is the month's."""


def forget(world: World) -> None:
    """Take the unlogged rows out of the exports and keep their ids in ``world.unlogged``."""
    if world.scale.logging >= 1:
        return
    teams = {row["crm_user_id"]: row["team"] or row["function"]
             for row in world.out.rows["crm_users"]}  # fmt: skip
    acts = list(_acts(world, teams))
    rates = Rates(world, Counter(team for _, team, _ in acts))
    rng = stream(world.scale.seed, "unlogged")
    world.unlogged = {id_ for id_, team, month in acts if rng.random() >= rates.of(team, month)}
    for table, (key, _, _) in BY_PEOPLE.items():
        world.out.rows[table] = [
            row for row in world.out.rows[table] if row[key] not in world.unlogged
        ]
    for table in WITH_OPPORTUNITY:
        world.out.rows[table] = [
            row for row in world.out.rows[table]
            if row.get("opportunity_id") not in world.unlogged
        ]  # fmt: skip
    for row in world.out.rows["commercial_touches"]:
        if row.get("opportunity_id") in world.unlogged:
            row["opportunity_id"] = None


def _acts(world: World, teams: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    """Id, team and month of everything that a person would have had to log."""
    for table, (key, when, who) in BY_PEOPLE.items():
        for row in world.out.rows[table]:
            if row.get("created_by") != "system":
                team = teams.get(row.get(who) or "", "nobody")
                yield row[key], team, month_start(row[when] // DAY_US)


class Rates:
    """How much each team logs in each month; over all rows about ``Scale.logging``."""

    def __init__(self, world: World, rows: Counter[str]) -> None:
        """Draw one habit per team, centred over the rows, so that the mean stays."""
        self._scale = world.scale
        self._room = min(world.scale.logging, 1 - world.scale.logging)
        drawn = {t: stream(self._scale.seed, f"habit/{t}").uniform(-1, 1) for t in sorted(rows)}
        middle = sum(drawn[t] * n for t, n in rows.items()) / max(1, rows.total())
        widest = max((abs(d - middle) for d in drawn.values()), default=1) or 1
        self._habits = {team: (d - middle) / widest for team, d in drawn.items()}

    def of(self, team: str, month: int) -> float:
        """Share of what a team does in a month that is logged, 0 to 1."""
        wobble = Random(f"{self._scale.seed}/{team}/{month}").uniform(-1, 1)
        lean = OF_TEAM * self._habits[team] + (1 - OF_TEAM) * wobble
        return self._scale.logging + self._room * lean
