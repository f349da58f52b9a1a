"""Precision and recall per mode, confusion of states, and companies read rightly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plr.trials.measure import Share
from plr.trials.modes.results import Result, State

PRESENT = {
    "expansion_orphans": {"orphan"},
    "conversion_black_holes": {"black_hole", "black_hole_weak", "lost_in_hole"},
    "hollow_usage": {"hollow_diverging", "hollow_unproven"},
    "borrowed_nrr": {"borrowed"},
    "architecture_drift": {"over_served", "under_served"},
    "product_passive_growth": {"passive_account"},
}
"""States in which an account has the mode (contract of the marts)."""

NO_ROW = "(no row)"


@dataclass(frozen=True)
class Score:
    """How well one mode's accounts were read.

    ``precision`` and ``recall`` are of having the mode; ``placed`` is the share of the planted
    accounts that stand in their true state.
    """

    precision: Share
    recall: Share
    placed: Share


def clear(states: Iterable[State]) -> list[State]:
    """Leave out what the specification cannot decide."""
    return [state for state in states if not state.is_ambiguous]


def of_mode(states: Iterable[State], mode: str) -> list[State]:
    """The planted accounts of one mode."""
    return [state for state in states if state.failure_mode == mode]


def score(states: Sequence[State]) -> Score:
    """Score the accounts of one mode."""
    has = [s.actual in PRESENT[s.failure_mode] for s in states]
    said = [s.said in PRESENT[s.failure_mode] for s in states]
    both = sum(a and b for a, b in zip(has, said, strict=True))
    right = sum(s.is_right for s in states)
    return Score(Share(both, sum(said)), Share(both, sum(has)), Share(right, len(states)))


def confusion(states: Iterable[State]) -> Counter[tuple[str, str]]:
    """Accounts by true and said state."""
    return Counter((s.actual, s.said or NO_ROW) for s in states)


def is_right(result: Result) -> bool:
    """Whether every mode of a company was read rightly."""
    return bool(result.verdicts) and all(verdict.is_right for verdict in result.verdicts)
