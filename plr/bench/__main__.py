"""The benchmarks: `python -m plr.bench COMMAND`; ledger if none is named.

ledger: the project's own models of the revenue ledger beside the plain way (plain_spine.sql), on
the same staged rows, in one run. Exit codes: 0 goals met, 1 a goal missed, 2 the two sides disagree
(no ratio is printed), 3 a side could not be run.
classifier: who started a million revenue events, of fifty million candidate signals and touches;
exit code 1 when the double takes more than 2.2 times as long.
credits: attribution credits of a million journeys beside the peers that the Python index has; exit
code 1 when a goal is missed.
modes: the failure modes of 50,000 paying accounts over 36 months, beside half as many; exit code 1
when the double takes more than 2.2 times as long.
events: product events by the hundred million, beside the least that they cost, and one more day of
them; exit code 1 when a goal is missed.
scores: all scores of a million workspaces, and how much of it is fitting; no goal is set.
loads: thirty daily loads in random order beside one full build; exit code 1 when a mart differs.
layers: seconds of `dbt build` per layer on the demo company, from an empty warehouse.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from plr.bench import classifier, credits, events, layers, ledger, loads, modes, scores


def main(arguments: list[str]) -> int:
    """Run one benchmark and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m plr.bench", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("ledger", help="the ledger beside the plain way")
    one.add_argument("--scale", type=float, default=1.0, help="1 is a million subscriptions")
    one.add_argument("--runs", type=int, default=3, help="the median of so many runs counts")
    one.add_argument("--work", type=Path, help="keep files here instead of a temporary folder")
    one.add_argument("--json", type=Path, help="write the report here as well")
    two = commands.add_parser("layers", help="seconds of dbt build per layer")
    two.add_argument("--work", type=Path, help="keep files here instead of a temporary folder")
    three = commands.add_parser("classifier", help="who started a million revenue events")
    three.add_argument("--scale", type=float, default=1.0, help="1 is a million events")
    three.add_argument("--work", type=Path, help="keep files here instead of a temporary folder")
    four = commands.add_parser("credits", help="attribution credits beside the peers")
    four.add_argument("--scale", type=float, default=1.0, help="1 is a million journeys")
    four.add_argument("--runs", type=int, default=5, help="the median of so many runs counts")
    four.add_argument("--peers", help="a Python in which the extra `peers` is installed")
    four.add_argument("--work", type=Path, help="keep files here instead of a temporary folder")
    five = commands.add_parser("modes", help="the failure modes of 50,000 paying accounts")
    five.add_argument("--scale", type=float, default=1.0, help="1 is 50,000 paying accounts")
    five.add_argument(
        "--events", type=float, default=modes.EVENTS_KEPT, help="share of users with events"
    )
    five.add_argument("--work", type=Path, help="keep files here instead of a temporary folder")
    six = commands.add_parser("events", help="product events, the floor and one more day")
    six.add_argument(
        "--events", type=int, default=1_000_000, help="of 36 months; 100000000 is the full size"
    )
    six.add_argument("--accounts", type=int, default=900, help="50000 is the full size")
    six.add_argument(
        "--months", type=int, default=events.MONTHS, help="so many of them, from the last"
    )
    six.add_argument("--part", action="store_true", help="only up to the roll-ups of events")
    six.add_argument("--work", type=Path, help="keep files here instead of a temporary folder")
    six.add_argument("--json", type=Path, help="write the report here as well")
    seven = commands.add_parser("loads", help="daily loads beside one full build")
    seven.add_argument("--days", type=int, default=30, help="landing days that come one by one")
    seven.add_argument("--seed", type=int, default=1, help="of their order")
    seven.add_argument("--work", type=Path, help="keep files here instead of a temporary folder")
    eight = commands.add_parser("scores", help="all scores of a million workspaces")
    eight.add_argument("--scale", type=float, default=1.0, help="1 is a million workspaces")
    eight.add_argument("--work", type=Path, help="keep files here instead of a temporary folder")
    eight.add_argument("--json", type=Path, help="write the report here as well")
    chosen = parser.parse_args(arguments or ["ledger"])
    with tempfile.TemporaryDirectory(prefix="plr-bench-") as scratch:
        work = chosen.work or Path(scratch)
        if chosen.command == "layers":
            return layers.main(work)
        if chosen.command == "credits":
            return credits.main(work, chosen.scale, chosen.runs, chosen.peers)
        if chosen.command in ("events", "loads"):
            return _by_day(chosen, work)
        if chosen.command == "scores":
            return _scores(chosen, work)
        if chosen.command == "modes":
            try:
                found = modes.run(work, chosen.scale, chosen.events, see=print)
            except modes.Failed as error:
                print(error, file=sys.stderr)
                return 3
            print(modes.as_text(found))
            return 0 if found["ratio"] <= modes.GOAL_RATIO else 1
        if chosen.command == "classifier":
            try:
                measured = classifier.run(work, chosen.scale, see=print)
            except classifier.Failed as error:
                print(error, file=sys.stderr)
                return 3
            print(classifier.as_text(measured))
            return 0 if measured["ratio"] <= classifier.GOAL_RATIO else 1
        try:
            report = ledger.run(work, chosen.scale, chosen.runs, see=print)
        except ledger.SidesDisagree as error:
            print(f"The two sides disagree, so no ratio is given.\n{error}", file=sys.stderr)
            return 2
        except ledger.SideFailed as error:
            print(error, file=sys.stderr)
            return 3
        if chosen.json:
            chosen.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
        print(ledger.as_text(report))
        return 0 if all(report["goals"].values()) else 1


def _scores(chosen: argparse.Namespace, work: Path) -> int:
    """Run the benchmark of the scores and return its exit code."""
    try:
        found = scores.run(work, chosen.scale, see=print)
    except scores.Failed as error:
        print(error, file=sys.stderr)
        return 3
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(scores.as_text(found))
    return 0


def _by_day(chosen: argparse.Namespace, work: Path) -> int:
    """Run one of the two benchmarks of events by landing day and return its exit code."""
    try:
        if chosen.command == "loads":
            compared = loads.run(work, chosen.days, chosen.seed, see=print)
            print(loads.as_text(compared))
            return 1 if compared["differences"] or compared["loaded_twice"] else 0
        found = events.run(
            work, chosen.events, chosen.accounts, chosen.months, chosen.part, see=print
        )
    except (events.Failed, loads.Failed) as error:
        print(error, file=sys.stderr)
        return 3
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(events.as_text(found))
    return 0 if all(events.met(found).values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
