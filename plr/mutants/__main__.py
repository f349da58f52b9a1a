"""`python -m plr.mutants`: every mutant, or some of them. Exit code 1 where one was not killed.

--only NAME ...  these mutants   --sample N  so many, others every day   --list  names only
--workers N      at a time (2)   --check     only that every change can be made
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from plr.mutants import catalogue, runner


def main(arguments: list[str]) -> int:
    """Run the chosen mutants, print the verdicts, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m plr.mutants", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="NAME")
    parser.add_argument("--sample", type=int, metavar="N")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args(arguments)
    mutants = catalogue.load()
    if chosen.only:
        unknown = set(chosen.only) - {mutant.name for mutant in mutants}
        if unknown:
            parser.error(f"no such mutant: {', '.join(sorted(unknown))}")
        mutants = [mutant for mutant in mutants if mutant.name in chosen.only]
    if chosen.sample:
        mutants = catalogue.sample(mutants, chosen.sample, date.today())
    if chosen.list or chosen.check:
        wrong = []
        for mutant in mutants:
            print(f"{mutant.area:14} {mutant.name:52} {mutant.killed_by}")
            try:
                catalogue.changed(mutant, runner.ROOT)
            except catalogue.NotApplicable as error:
                wrong.append(str(error))
        print("\n".join([f"{len(mutants)} mutants", *wrong]))
        return 2 if wrong else 0
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="plr-mutants-") as scratch:
        try:
            verdicts = runner.run(mutants, Path(scratch), chosen.workers, see=_say)
        except (runner.BaselineFailed, catalogue.NotApplicable) as error:
            print(error, file=sys.stderr)
            return 2
    alive = [verdict for verdict in verdicts if verdict.outcome != runner.KILLED]
    for verdict in alive:
        print(f"\n--- {runner.line(verdict)}\n{verdict.log[-3000:]}")
    minutes = (time.monotonic() - started) / 60
    print(f"{len(verdicts) - len(alive)} of {len(verdicts)} mutants killed, {minutes:.1f} minutes")
    return 1 if alive else 0


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
