"""Run the project's own models on books, and compare every row with the reference.

The books become one input folder, one account each. `dbt build` runs in a process of its own,
into a warehouse file of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import HealthCheck, Phase, given, seed, settings

from .books import AS_OF, Book, books, one_input, size, smaller_books, write_folder
from .ledger import MOVEMENT_TYPES, Ledger, Settings, ledger

ROOT = Path(__file__).resolve().parents[3]
MARTS = (
    "fct_mrr_movements",
    "fct_account_mrr_months",
    "rpt_retention",
    "bridge_account_identities",
)
CENT_FRACTION = Decimal("1e-7")
RATIO = 1e-9


@dataclass
class Built:
    """What came out of one build: the marts' rows, and whether every test of the build passed."""

    passed: bool
    log: str
    account_of: dict[str, str] = field(default_factory=dict)
    movements: list[dict[str, Any]] = field(default_factory=list)
    months: list[dict[str, Any]] = field(default_factory=list)
    retention: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """One disagreement; `account` is None where it concerns the company."""

    account: str | None
    where: str
    expected: str
    got: str

    def __str__(self) -> str:
        """Show it in one line."""
        return f"{self.account or 'company'} {self.where}: expected {self.expected}, got {self.got}"


def seed_of_the_run() -> int:
    """Give the seed: PLR_SEED, else the day of PLR_SEED_DATE or of a run in CI, else 1."""
    if os.environ.get("PLR_SEED"):
        return int(os.environ["PLR_SEED"])
    if os.environ.get("PLR_SEED_DATE"):
        return date.fromisoformat(os.environ["PLR_SEED_DATE"]).toordinal()
    return date.today().toordinal() if os.environ.get("CI") else 1


def draw_books(count: int, run_seed: int) -> dict[str, Book]:
    """Draw `count` books; the same seed gives the same books."""
    drawn: list[Book] = []

    @seed(run_seed)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(books())
    def keep(one: Book) -> None:
        drawn.append(one)

    keep()
    return {f"r{n:04}": one for n, one in enumerate(drawn)}


def dbt(folder: Path, work: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Build the marts of the ledger and all they stand on, from `folder` into `work`."""
    environment = os.environ | {
        "PLR_INPUTS": str(folder),
        "PLR_WAREHOUSE": str(work / "plr.duckdb"),
        "PLR_SALT": "books",
    }
    command = [
        *(sys.executable, "-m", "plr.parsed"),
        "build",
        "--select",
        *(f"+{mart}" for mart in MARTS),
        "--indirect-selection",
        "cautious",
        "--vars",
        json.dumps({"as_of_date": AS_OF.isoformat()}),
        "--target-path",
        str(work / "target"),
        "--log-path",
        str(work / "logs"),
        *more,
    ]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def build(books_by_name: Mapping[str, Book], work: Path) -> Built:
    """Build the models on the books; where a test fails, build again without tests."""
    work.mkdir(parents=True, exist_ok=True)
    folder = work / "inputs"
    write_folder(one_input(books_by_name), folder)
    run = dbt(folder, work)
    built = Built(run.returncode == 0, run.stdout + run.stderr)
    if not built.passed:
        again = dbt(folder, work, "--exclude-resource-type", "test", "unit_test")
        if again.returncode != 0:
            raise RuntimeError(f"the models do not build:\n{built.log}\n{again.stdout}")
    with duckdb.connect(str(work / "plr.duckdb"), read_only=True) as connection:

        def rows(query: str) -> list[dict[str, Any]]:
            cursor = connection.execute(query)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        bridge = rows(
            "select source_id, account_id from marts.bridge_account_identities "
            "where source_system = 'customer'"
        )
        built.account_of = {row["source_id"]: row["account_id"] for row in bridge}
        built.movements = rows("select * from marts.fct_mrr_movements")
        built.months = rows("select * from marts.fct_account_mrr_months")
        built.retention = rows("select * from marts.rpt_retention where segment = 'all'")
    return built


def compare(expected: Ledger, built: Built) -> list[Difference]:
    """Compare every movement, month and retention row."""
    name_of = {account: customer for customer, account in built.account_of.items()}
    return [
        *compare_movements(expected, built, name_of),
        *compare_months(expected, built, name_of),
        *compare_retention(expected, built),
    ]


def compare_movements(
    expected: Ledger, built: Built, name_of: Mapping[str, str]
) -> list[Difference]:
    """Compare movements by account, day, line, type, driver and basis."""
    columns = ("moved_on", "product_line", "movement_type", "driver", "arr_basis")
    sides: list[dict[tuple, Decimal]] = []
    for rows in (expected.movements, built.movements):
        side: dict[tuple, Decimal] = defaultdict(Decimal)
        for row in rows:
            key = (row["account_id"], *(row[c] for c in columns))
            side[key] += row["mrr_delta"]
        sides.append(side)
    wanted, got = sides
    repeated = len(built.movements) - len(got)
    found = [Difference(None, "movements", "one row each", f"{repeated} more")] if repeated else []
    return found + [
        Difference(
            name_of.get(key[0], key[0]),
            f"movement {' '.join(map(str, key[1:]))}",
            show(wanted.get(key)),
            show(got.get(key)),
        )
        for key in sorted(set(wanted) | set(got))
        if abs(wanted.get(key, Decimal(0)) - got.get(key, Decimal(0))) > CENT_FRACTION
    ]


def compare_months(expected: Ledger, built: Built, name_of: Mapping[str, str]) -> list[Difference]:
    """Compare the rows of account and month, column by column; a missing row is a difference."""
    columns = ("opening_mrr", *(f"{kind}_mrr" for kind in MOVEMENT_TYPES), "closing_mrr")
    wanted = {(row["account_id"], row["month"]): row for row in expected.months}
    got = {(row["account_id"], row["month"]): row for row in built.months}
    found = []
    if len(got) != len(built.months):
        found.append(Difference(None, "months", "one row each", "rows repeated"))
    for key in sorted(set(wanted) | set(got)):
        name, where = name_of.get(key[0], key[0]), f"month {key[1]}"
        if key not in wanted or key not in got:
            sides = ("a row" if key in side else "no row" for side in (wanted, got))
            found.append(Difference(name, where, *sides))
            continue
        found += [
            Difference(name, f"{where} {c}", show(wanted[key][c]), show(got[key][c]))
            for c in columns
            if got[key][c] is None or abs(wanted[key][c] - got[key][c]) > CENT_FRACTION
        ]
    return found


def compare_retention(expected: Ledger, built: Built) -> list[Difference]:
    """Compare the company's retention by month; a month without a cohort has no figures."""
    wanted = {row["month"]: row for row in expected.retention}
    got = {row["month"]: row for row in built.retention}
    found = []
    for month in sorted(set(wanted) | set(got)):
        a, b = wanted.get(month), got.get(month)
        if a is None:
            if any(b[c] is not None for c in ("nrr", "grr", "logo_retention")):
                found.append(Difference(None, f"retention {month}", "no cohort", str(b)))
            continue
        if b is None:
            found.append(Difference(None, f"retention {month}", str(a), "no row"))
            continue
        for c in ("opening_arr", "nrr", "grr", "logo_retention"):
            if b[c] is None or abs(float(Fraction(a[c])) / float(b[c] or 1) - 1) > RATIO:
                found.append(
                    Difference(None, f"retention {month} {c}", f"{float(a[c]):.10f}", str(b[c]))
                )
    return found


def show(value: Decimal | None) -> str:
    """Show an amount, or that there is none."""
    return "nothing" if value is None else f"{value:.8f}"


def run(books_by_name: Mapping[str, Book], work: Path) -> tuple[list[Difference], Built]:
    """Build and compare; the differences of accounts carry the name of their book's customer."""
    built = build(books_by_name, work)
    expected = ledger(one_input(books_by_name), Settings(AS_OF), built.account_of)
    return compare(expected, built), built


def failing(found: list[Difference], names: Mapping[str, Book]) -> list[str]:
    """Give the books that differences belong to, the smallest first."""
    at_fault = {d.account.rsplit("-", 1)[0] for d in found if d.account}
    return sorted(at_fault & set(names), key=lambda name: size(names[name]))


def shrink(one: Book, work: Path, rounds: int, see: Callable[[str], None] = print) -> Book:
    """Make a failing book smaller: try every simpler book at once, keep the smallest that fails."""
    for round_ in range(rounds):
        steps = {f"x{n:04}": step for n, step in enumerate(smaller_books(one))}
        found, _ = run(steps, work / f"round-{round_}")
        still = failing(found, steps)
        if not still:
            break
        one = steps[still[0]]
        see(f"round {round_}: {len(steps)} simpler books, {len(still)} fail, size {size(one)}")
    return one
