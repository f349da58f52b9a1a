"""What the trials of the failure modes say, as text, and which goals they meet."""

from __future__ import annotations

from collections.abc import Sequence

from plr.demo.scale import MODES
from plr.trials.measure import Share, wilson
from plr.trials.modes import measure
from plr.trials.modes.results import Result, State, Verdict
from plr.trials.report import Goals

AT_LEAST = 0.95
"""Precision and recall of each mode, and share of planted accounts in their true state."""


def share(value: Share) -> str:
    """A share with its 95 % interval and what it is a share of."""
    if not value.of:
        return f"{'none':^24}"
    low, high = wilson(value.hits, value.of)
    return f"{value.value:.3f} ({low:.3f}-{high:.3f}) {value.of:>4}"


def accounts(results: Sequence[Result]) -> tuple[list[str], Goals]:
    """The report on planted accounts, all companies together."""
    states = measure.clear(state for result in results for state in result.states)
    lines = [f"== {len(states)} planted accounts of {len(results)} companies", ""]
    head = ("precision", "recall", "in true state")
    lines.append(f"{'':24}" + "".join(f"{name:^26}" for name in head))
    goals: Goals = {}
    for mode in MODES:
        here = measure.of_mode(states, mode)
        found = measure.score(here)
        shares = (found.precision, found.recall, found.placed)
        lines.append(f"{mode:24}" + "".join(f"{share(s):26}" for s in shares).rstrip())
        goals[f"{mode}: precision, recall and true states at least {AT_LEAST:.2f}"] = all(
            s.of > 0 and s.value >= AT_LEAST for s in shares
        )
    for mode in MODES:
        lines += ["", *confusion(measure.of_mode(states, mode), mode)]
    return lines, goals


def confusion(states: Sequence[State], mode: str) -> list[str]:
    """Lines of a mode's confusion table: each true state with what was said of it."""
    found = measure.confusion(states)
    near = measure.score([s for s in states if s.is_near_threshold]).placed
    lines = [f"{mode}: true state, how many, said; near a threshold {near.hits} of {near.of} right"]
    for actual in sorted({a for a, _ in found}):
        said = sorted(((n, s) for (a, s), n in found.items() if a == actual), reverse=True)
        words = ", ".join(f"{s} {n}" for n, s in said)
        lines.append(f"  {actual:22}{sum(n for n, _ in said):>5}  {words}")
    return lines


def companies(results: Sequence[Result]) -> tuple[list[str], Goals]:
    """The report on companies with and without each mode."""
    lines = ["== companies: + holds, - does not; wrong or unmeasured verdicts in brackets", ""]
    lines.append(f"{'':16}" + "".join(f"{initials(mode):>7}" for mode in MODES))
    for result in results:
        by_mode = {verdict.failure_mode: verdict for verdict in result.verdicts}
        cells = "".join(f"{cell(by_mode[mode]):>7}" for mode in MODES if mode in by_mode)
        word = "right" if measure.is_right(result) else "WRONG"
        lines.append(f"{result.name:16}{cells}  {word}")
    right = sum(measure.is_right(result) for result in results)
    lines += ["", f"{right} of {len(results)} companies read rightly"]
    return lines, {f"all {len(results)} companies read rightly": right == len(results) > 0}


def cell(verdict: Verdict) -> str:
    """The true sign; in brackets what was said instead."""
    signs = {True: "+", False: "-", None: "?"}
    wrong = "" if verdict.is_right else f"[{signs[verdict.said]}]"
    return signs[verdict.actual] + wrong


def initials(mode: str) -> str:
    """A mode's short name: EO, CBH, HU, BN, AD, PPG."""
    return "".join(word[0] for word in mode.split("_")).upper()
