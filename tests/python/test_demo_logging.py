"""What people leave unlogged: the truth stays, about the stated share of their evidence goes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest

from plr.demo import Scale, simulate
from plr.demo.scale import month_start
from plr.demo.tables import DAY_US
from plr.demo.world import World

SIZE = Scale(accounts=150, workspaces=400, months=24, events_per_day=20, seed=301)
KEYS = {
    "commercial_touches": "touch_id", "cs_activities": "activity_id",
    "opportunities": "opportunity_id",
}  # fmt: skip
BY_PEOPLE = {"outbound_touch", "inbound_touch", "human_opportunity", "success_activity"}


@pytest.fixture(scope="module")
def full() -> World:
    """A company in which everything is logged."""
    return simulate(SIZE, is_truth_only=True)


@pytest.fixture(scope="module")
def half() -> World:
    """The same company, in which people log half of what they do."""
    return simulate(replace(SIZE, logging=0.5), is_truth_only=True)


def human_rows(world: World) -> list[tuple[str, dict[str, Any]]]:
    """Rows that people had to write, each with its id."""
    return [
        (row[key], row)
        for table, key in KEYS.items()
        for row in world.out.rows[table]
        if row.get("created_by") != "system"
    ]


def without_loss(world: World) -> list[dict[str, Any]]:
    """The truth about who started what, without what became of the evidence."""
    return [
        {k: v for k, v in row.items() if k != "is_deciding_evidence_lost"}
        for row in world.truth.rows["initiation"]
    ]


def test_nothing_is_lost_where_everything_is_logged(full: World) -> None:
    """Full logging takes nothing away and calls nothing lost."""
    assert not full.unlogged
    assert not any(r["is_deciding_evidence_lost"] for r in full.truth.rows["initiation"])


def test_half_the_logging_loses_about_half(full: World, half: World) -> None:
    """Of all human evidence between 45 and 55 in a hundred remain."""
    share = len(human_rows(half)) / len(human_rows(full))
    assert 0.45 <= share <= 0.55


def test_who_started_what_stays_as_it_happened(full: World, half: World) -> None:
    """Truth does not depend on what was written down."""
    assert without_loss(half) == without_loss(full)
    for table in ("movements", "closing_mrr", "identity", "modes", "companies", "roles"):
        assert half.truth.rows[table] == full.truth.rows[table]


def test_what_systems_write_is_all_there(full: World, half: World) -> None:
    """Only what people log, and what hangs on it, differs."""
    touched = {*KEYS, "opportunity_stage_history", "opportunity_contacts", "forecast_snapshots"}
    for table in full.out.rows.keys() - touched:
        assert half.out.rows[table] == full.out.rows[table], table
    assert [r for r in half.out.rows["opportunities"] if r["created_by"] == "system"] == [
        r for r in full.out.rows["opportunities"] if r["created_by"] == "system"
    ]


def test_nothing_hangs_on_an_opportunity_that_is_not_there(half: World) -> None:
    """Stages, contacts, forecasts and touches of an unlogged opportunity name none."""
    there = {r["opportunity_id"] for r in half.out.rows["opportunities"]} | {None}
    for table in (
        "opportunity_stage_history", "opportunity_contacts", "forecast_snapshots",
        "commercial_touches",
    ):  # fmt: skip
        assert {r.get("opportunity_id") for r in half.out.rows[table]} <= there, table


def test_the_lost_trigger_is_named_in_the_truth(half: World) -> None:
    """Where a person's trigger is said to be lost it is in no export, and where not it is."""
    there = {id_ for id_, _ in human_rows(half)}
    judged = [r for r in half.truth.rows["initiation"] if r["trigger_kind"] in BY_PEOPLE]
    assert len(judged) > 200
    for row in judged:
        assert (row["trigger_id"] not in there) == row["is_deciding_evidence_lost"]
    others = [r for r in half.truth.rows["initiation"] if r["initiated_by"] in
              ("product", "marketing", "contract", "unknown")]  # fmt: skip
    assert not any(r["is_deciding_evidence_lost"] for r in others)


def test_logging_is_lopsided_by_team_and_month(full: World, half: World) -> None:
    """Some months of a team are nearly all there, others nearly empty."""
    teams = {r["crm_user_id"]: r["team"] for r in full.out.rows["crm_users"]}
    kept: dict[tuple[str, int], list[bool]] = defaultdict(list)
    there = {id_ for id_, _ in human_rows(half)}
    for id_, row in human_rows(full):
        actor = row.get("actor_id") or row.get("created_by_id")
        at = row.get("touched_at") or row.get("occurred_at") or row["created_at"]
        kept[teams.get(actor, ""), month_start(at // DAY_US)].append(id_ in there)
    shares = [sum(found) / len(found) for found in kept.values() if len(found) >= 20]
    assert min(shares) < 0.3
    assert max(shares) > 0.7


def test_a_share_outside_zero_to_one_is_refused() -> None:
    """Nobody logs more than everything or less than nothing."""
    for share in (-0.1, 1.1):
        with pytest.raises(ValueError, match="logging"):
            replace(SIZE, logging=share)
