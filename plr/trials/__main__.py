"""Trials: `python -m plr.trials COMMAND`, report by default.

report: companies used for nothing else, each at every level of logging: how often the initiator is
right, by class and stage, and what is called product where the human evidence was lost.
fit: writes seeds/initiation_confidence.csv from companies of its own.
modes: the failure modes, on three held-out companies of the demo's mixture (accounts in their true
state) and on twelve companies with and without each mode (verdicts on the company).
missing: each input table taken away in turn, and all but the smallest set; the run ends well, each
mode says what it needs, and nothing unknown becomes zero.
judge: holds the stated confidences against companies they were not fitted on; draws the picture.
scores: how near the PQL score comes to planted chances of 60,000 leads; what it says of noise.
holdouts: how often the interval of a holdout holds the planted effect, and how wide it is.
Exit codes: 0 goals met, 1 a goal missed, 3 a company could not be built.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from plr.trials import build, fit, holdouts, measure, missing, picture, plan, report, scores
from plr.trials.modes import command as modes
from plr.trials.outcomes import Outcome

COMMANDS = ("report", "fit", "judge", "modes", "missing", "scores", "holdouts")
SEEDS = "companies of your own (report, modes; of the twelve, the first one's seed)"
WHICH = "the twelve designed companies, the held-out mixtures or both (modes)"
SEED_FILE = build.ROOT / "seeds" / "initiation_confidence.csv"


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m plr.trials", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("command", nargs="?", default="report", choices=COMMANDS)
    parser.add_argument("--seeds", type=int, nargs="+", help=SEEDS)
    parser.add_argument("--companies", default="all", choices=("12", "held-out", "all"), help=WHICH)
    parser.add_argument("--tables", nargs="+", default=[], help="of missing: these, or smallest")
    parser.add_argument("--workers", type=int, default=2, help="companies built side by side")
    parser.add_argument("--work", type=Path, help="keep what was found here, and build it once")
    parser.add_argument("--quiet", action="store_true", help="do not name every company")
    chosen = parser.parse_args(arguments)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="plr-trials-") as scratch:
        try:
            code = run(chosen, chosen.work or Path(scratch))
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 3
    print(f"{(time.monotonic() - begun) / 60:.1f} minutes")
    return code


def run(chosen: argparse.Namespace, work: Path) -> int:
    """Run the command that was chosen in a folder."""

    def outcomes_of(trials: Sequence[plan.Trial]) -> list[Outcome]:
        see = (lambda _: None) if chosen.quiet else print
        found = build.run_all(work, trials, chosen.workers, see)
        return [outcome for result in found for outcome in result.outcomes]

    if chosen.command == "scores":
        lines, goals = scores.report(work, chosen.seeds or scores.SEEDS)
        print("\n".join(lines))
        return stated(goals)
    if chosen.command == "holdouts":
        first = holdouts.FIRST_SEED
        seeds = chosen.seeds or range(first, first + holdouts.COMPANIES)
        see = (lambda _: None) if chosen.quiet else print
        lines, goals = holdouts.report(work, seeds, chosen.workers, see)
        print("\n".join(lines))
        return stated(goals)
    if chosen.command == "fit":
        trials = plan.each_at_one_level(plan.FIT_SEEDS)
        claims = measure.claimed(outcomes_of(trials))
        rows = fit.fit(claims)
        fit.write(rows, f"seeds {plan.FIT_SEEDS[0]} to {plan.FIT_SEEDS[-1]}", SEED_FILE)
        print(f"{len(rows)} rows from {len(claims)} claims of {len(trials)} companies: {SEED_FILE}")
        return 0
    if chosen.command == "missing":
        lines, is_right = missing.run(work, chosen.tables, print)
        print(lines[-1])
        return 0 if is_right else 1
    if chosen.command == "modes":
        see = (lambda _: None) if chosen.quiet else print
        lines, goals = modes.run(chosen.companies, chosen.seeds, work, chosen.workers, see)
    elif chosen.command == "judge":
        trials = plan.each_at_one_level(plan.JUDGE_SEEDS)
        lines, goals, bands = report.reliability(outcomes_of(trials))
        picture.draw(bands, f"{len(trials)} simulated companies not used to fit", picture.OUT)
        lines.append(f"drawn: {picture.OUT}")
    else:
        seeds = chosen.seeds or plan.CLAIM_SEEDS
        lines, goals = report.claim(outcomes_of(plan.each_at_every_level(seeds)))
    print("\n".join(lines))
    return stated(goals)


def stated(goals: Mapping[str, bool]) -> int:
    """Print which goals were met and return the exit code."""
    for goal, is_met in goals.items():
        print(f"{'met   ' if is_met else 'MISSED'}  {goal}")
    return 0 if all(goals.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
