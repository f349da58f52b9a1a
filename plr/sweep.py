"""Sweep what shapes the evidence: `python -m plr.sweep [--parameters a b] [--inputs FOLDER]`.

Thresholds that a detector applies to finished evidence are judged a quarter up and down in every
build (``rpt_parameter_sensitivity``). Windows and weights change the evidence itself, so that each
change needs a build of its own: this command makes them, one after the other, in a scratch
warehouse, and prints accounts and dollars per mode beside those of the values that are set. The
inputs are not touched: the changed value stands in a copy of the table ``parameters`` beside links
to all others. Exit code 0, or 1 where a build failed.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "plr" / "demo" / "inputs"
WHOLE = ("days", "weeks", "months", "quarters", "count", "accounts")
CHANGES = {"-25%": 0.75, "+25%": 1.25}
MODELS = ("+fct_failure_mode_accounts", "--exclude-resource-type", "test", "unit_test")
FOUND = """
    select failure_mode, count(distinct account_id), cast(sum(overlapped_gm) as double)
    from marts.fct_failure_mode_accounts
    where
        is_present
        and as_of_month = (select max(as_of_month) from marts.fct_failure_mode_accounts)
    group by failure_mode
"""


@dataclass(frozen=True)
class Step:
    """One build of the sweep: which parameter takes which value, for which modes."""

    parameter: str
    change: str
    value: str
    modes: tuple[str, ...]


def changed(value: str, unit: str, factor: float, low: str, high: str) -> str:
    """Return a value times a factor within its range; whole things stay whole. Values as text."""
    number = float(value) * factor
    if unit in WHOLE:
        number = float(int(number + 0.5))
    number = min(max(number, float(low)), float(high))
    return f"{number:g}"


def steps(
    parameters: Sequence[Mapping[str, str]],
    swept: Sequence[Mapping[str, str]],
    wanted: Sequence[str] = (),
) -> list[Step]:
    """Return the builds of the sweep, from the rows of the seeds ``parameters`` and
    ``swept_parameters``.

    wanted: only these parameters; ValueError for a name that is not swept by the command.
    """
    modes: dict[str, list[str]] = {}
    for row in swept:
        if row["swept_in"] == "command":
            modes.setdefault(row["parameter"], []).append(row["failure_mode"])
    for name in wanted:
        if name not in modes:
            raise ValueError(f"{name} is not swept by this command; it sweeps {', '.join(modes)}")
    return [
        Step(
            row["parameter"],
            change,
            changed(row["value"], row["unit"], factor, row["min_value"], row["max_value"]),
            tuple(modes[row["parameter"]]),
        )
        for row in parameters
        if row["parameter"] in modes and (not wanted or row["parameter"] in wanted)
        for change, factor in CHANGES.items()
    ]


def with_value(inputs: Path, place: Path, parameter: str, value: str) -> None:
    """Lay out inputs in ``place``: links to all tables, and parameters with one value changed."""
    place.mkdir(parents=True, exist_ok=True)
    for old in place.iterdir():
        old.unlink()
    for path in inputs.iterdir():
        if path.stem != "parameters":
            (place / path.name).symlink_to(path.resolve())
    own = [path for path in inputs.iterdir() if path.stem == "parameters"]
    with duckdb.connect() as connection:
        relation = f"'{own[0]}'" if own else "(select '' as parameter, '' as value where false)"
        connection.execute(
            f"copy (select parameter, value from {relation} where parameter <> ? "
            f"union all select ?, ?) to '{place}/parameters.parquet'",
            [parameter, parameter, value],
        ).fetchall()


def build(place: Path, inputs: Path) -> dict[str, tuple[int, float | None]]:
    """Build the verdicts on a folder of inputs; return accounts and dollars per mode.

    RuntimeError with dbt's words where the build fails.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DBT_")}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "plr.parsed"),
            "--no-use-colors",
            "build",
            "--select",
            *MODELS,
            "--vars",
            "{sweep_thresholds: false, sweep_initiation: false}",
            "--target-path",
            str(place / "target"),
            "--log-path",
            str(place / "logs"),
        ],  # fmt: skip
        cwd=ROOT,
        env=kept | {"PLR_INPUTS": str(inputs), "PLR_WAREHOUSE": str(place / "plr.duckdb")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stdout[-4000:])
    with duckdb.connect(str(place / "plr.duckdb"), read_only=True) as connection:
        return {mode: (n, gm) for mode, n, gm in connection.execute(FOUND).fetchall()}


def _rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _dollars(value: float | None) -> str:
    return "unknown" if value is None else f"{value:,.0f}"


def main(arguments: Sequence[str]) -> int:
    """Run the sweep and print a line per build and mode."""
    parser = argparse.ArgumentParser(prog="python -m plr.sweep", description=__doc__)
    parser.add_argument("--parameters", nargs="*", default=[], help="only these")
    parser.add_argument("--inputs", type=Path, default=Path(os.environ.get("PLR_INPUTS", DEMO)))
    chosen = parser.parse_args(arguments)
    begun = time.monotonic()
    plan = steps(_rows("parameters"), _rows("swept_parameters"), chosen.parameters)
    with tempfile.TemporaryDirectory(prefix="plr-sweep-") as scratch:
        place = Path(scratch)
        try:
            base = build(place, chosen.inputs)
            for step in plan:
                with_value(chosen.inputs, place / "inputs", step.parameter, step.value)
                found = build(place, place / "inputs")
                for mode in step.modes:
                    accounts, gm = found.get(mode, (0, 0.0))
                    accounts_base, gm_base = base.get(mode, (0, 0.0))
                    print(
                        f"{step.parameter:<34}{step.change:>5} {step.value:>8}  {mode:<24}"
                        f"{accounts:>6} accounts ({accounts_base} as set), "
                        f"{_dollars(gm)} a year ({_dollars(gm_base)})",
                        flush=True,
                    )
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 1
    print(f"{len(plan)} builds in {(time.monotonic() - begun) / 60:.0f} minutes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
