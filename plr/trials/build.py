"""Simulate companies and build the project on each, a few side by side.

Every worker has a place of its own (inputs, truth, warehouse, target) in which one company follows
the other, so that the project is parsed once per place. What was found of each company is kept in
the folder ``results``; a company that is there is not built again.
"""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from plr import parsed
from plr.demo import Scale, write
from plr.trials.outcomes import Result, load, read, save
from plr.trials.plan import Trial

ROOT = Path(__file__).resolve().parents[2]
Job = TypeVar("Job")
Found = TypeVar("Found")

MODELS = ("+fct_revenue_event_initiation", "+bridge_account_identities")


def run(place: Path, trial: Trial) -> Result:
    """Simulate and build one company in a place; RuntimeError with dbt's words where it fails."""
    company(place, trial.scale, MODELS)
    inputs, truth, warehouse = place / "inputs", place / "truth", place / "plr.duckdb"
    return read(warehouse, inputs, truth, trial.seed, trial.logging)


def company(place: Path, scale: Scale, models: Sequence[str]) -> None:
    """Write a company into `inputs` and `truth` of a place and build models in its `plr.duckdb`."""
    for folder in ("inputs", "truth"):
        shutil.rmtree(place / folder, ignore_errors=True)
    (place / "plr.duckdb").unlink(missing_ok=True)
    write(place / "inputs", place / "truth", scale)
    dbt(place, "build", "--select", *models, "--exclude-resource-type", "test", "unit_test")


def dbt(place: Path, *arguments: str) -> None:
    """Run dbt on the inputs of a place; RuntimeError with its words where it fails.

    A build leaves no manifest there: who reads one has the project parsed first.
    """
    kept = {
        key: value
        for key, value in os.environ.items()
        if key in ("PLR_PARSED", parsed.SERVER) or not key.startswith(("PLR_", "DBT_"))
    }
    done = subprocess.run(
        [
            *(sys.executable, "-m", "plr.parsed"),
            "--no-use-colors",
            *(["--no-write-json"] if arguments[0] == "build" else []),
            *arguments,
            "--target-path",
            str(place / "target"),
            "--log-path",
            str(place / "logs"),
        ],  # fmt: skip
        cwd=ROOT,
        env=kept
        | {
            "PLR_INPUTS": str(place / "inputs"),
            "PLR_WAREHOUSE": str(place / "plr.duckdb"),
            "PLR_SALT": "simulated people have no addresses",
            "DO_NOT_TRACK": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        words = done.stdout[-6000:] + done.stderr[-2000:]
        raise RuntimeError(f"dbt {arguments[0]} failed:\n{words}")


def run_all(
    work: Path, trials: Sequence[Trial], workers: int, see: Callable[[str], None] = print
) -> Iterator[Result]:
    """Give the results of all trials in their order."""

    def kept(trial: Trial) -> Path:
        return work.resolve() / "results" / f"{trial.seed}_{trial.logging}.json"

    def one(place: Path, trial: Trial) -> Result:
        if kept(trial).exists():
            return load(kept(trial))
        result = run(place, trial)
        save(result, kept(trial))
        see(
            f"company {trial.seed}, logging {trial.logging:.0%}: {len(result.outcomes)} events, "
            f"{result.matched_share:.1%} of the true ones"
        )
        return result

    yield from side_by_side(work, trials, workers, one)


def side_by_side(
    work: Path, jobs: Iterable[Job], workers: int, do: Callable[[Path, Job], Found]
) -> Iterator[Found]:
    """Do jobs in a few places at once, each in one place at a time; give what came in their order.

    An exception of a job is raised at its turn.
    """
    places: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for number in range(workers):
        place = work.resolve() / f"place_{number}"
        place.mkdir(parents=True, exist_ok=True)
        places.put(place)

    def one(job: Job) -> Found:
        place = places.get()
        try:
            return do(place, job)
        finally:
            places.put(place)

    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(one, jobs)
