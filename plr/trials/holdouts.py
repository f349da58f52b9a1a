"""Whether the interval of a holdout holds what was planted: forty small companies, built by dbt.

Each company holds some of its sign-ups back from one lever, at random. Every sign-up has a chance
of the outcome with the lever and one without it; the planted effect is the mean of their
differences. The oracle knows every chance, and nothing but which sign-ups were drawn.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray
from scipy import stats

from plr.trials import build

FIRST_SEED = 9401
COMPANIES = 40
MODELS = ("+incrementality",)
AS_OF = "2025-12-31"
STARTS = np.datetime64("2025-03-01", "s")
ENDS = np.datetime64("2025-06-30", "s")
LEVERS = ("lifecycle_message", "prompt")
"""One is judged by activation, the other by purchase."""
LEVEL = 0.9
HITS = (32, 39)
WIDTH_MAX = 3.0
DAY = 86_400


@dataclass(frozen=True)
class Planted:
    """What is true of one company.

    effect: mean difference of the chances, a share; oracle_width: of the interval at LEVEL of who
    knows every chance, a share.
    """

    lever: str
    effect: float
    oracle_width: float


@dataclass(frozen=True)
class Outcome:
    """What was said of one company beside what is true."""

    seed: int
    planted: Planted
    method: str
    effect: float
    low: float
    high: float
    units: int

    @property
    def is_hit(self) -> bool:
        """Whether the interval holds the planted effect."""
        return self.low <= self.planted.effect <= self.high

    @property
    def width_ratio(self) -> float:
        """Width of the interval per that of the oracle."""
        return (self.high - self.low) / self.planted.oracle_width

    def line(self) -> str:
        """Say it in one line."""
        return (
            f"company {self.seed}: {self.planted.lever} {self.planted.effect:+.4f} planted, "
            f"{self.effect:+.4f} ({self.low:+.4f} to {self.high:+.4f}) said of {self.units} units "
            f"by {self.method}; width {self.width_ratio:.2f} of the oracle's"
            f"{'' if self.is_hit else '; MISSED'}"
        )


def simulate(seed: int, folder: Path) -> Planted:
    """Write one company's exports into a folder and return what is true of it."""
    rng = np.random.default_rng([seed, 40])
    lever = LEVERS[seed % len(LEVERS)]
    count, held_out = int(rng.integers(800, 3_000)), rng.uniform(0.1, 0.5)
    earlier = count
    ids = np.array([f"w{n:05d}" for n in range(earlier + count)])
    is_trial = rng.random(len(ids)) < 0.4
    before = STARTS - (rng.integers(40, 360, earlier) * DAY).astype("timedelta64[s]")
    during = STARTS + rng.integers(0, int((ENDS - STARTS).astype(int)), count).astype(
        "timedelta64[s]"
    )
    created = np.concatenate([before, during])
    without = np.clip(rng.uniform(0.1, 0.4) + 0.15 * is_trial + rng.normal(0, 0.05, len(ids)), 0, 1)
    adds = rng.uniform(-0.05, 0.15) * (1 + 0.5 * is_trial)
    with_it = np.clip(without + adds, 0, 1)
    inside = np.arange(len(ids)) >= earlier
    is_treated = inside & (rng.random(len(ids)) >= held_out)
    has_outcome = rng.random(len(ids)) < np.where(is_treated, with_it, without)
    hours = rng.integers(2, 10 * 24, len(ids))
    reached = created + (hours * 3_600).astype("timedelta64[s]")
    tables = _product(ids, created, is_trial, reached, has_outcome, lever) | _experiment(
        ids[inside], created[inside], is_treated[inside], lever
    )
    if lever == "prompt":
        tables |= _billing(ids[has_outcome], reached[has_outcome])
    folder.mkdir(parents=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    one, none = with_it[is_treated], without[inside & ~is_treated]
    spread = sum(np.mean(p * (1 - p)) / len(p) for p in (one, none))
    effect = float(np.mean((with_it - without)[inside]))
    return Planted(lever, effect, 2 * float(stats.norm.ppf((1 + LEVEL) / 2) * np.sqrt(spread)))


def _product(
    ids: NDArray[Any], created: NDArray[Any], is_trial: NDArray[Any], reached: NDArray[Any],
    has_outcome: NDArray[Any], lever: str,
) -> dict[str, pa.Table]:  # fmt: skip
    """Sign-ups, a visit of each, and the first value of those who come to it."""
    moments = [created + np.timedelta64(60, "s")]
    who, names = [ids], [np.full(len(ids), "session_started")]
    if lever == "lifecycle_message":
        moments.append(reached[has_outcome])
        who.append(ids[has_outcome])
        names.append(np.full(int(has_outcome.sum()), "plan_published"))
    at, ids_of, name = np.concatenate(moments), np.concatenate(who), np.concatenate(names)
    trial_ends = np.where(is_trial, created + np.timedelta64(14 * DAY, "s"), np.datetime64("NaT"))
    return {
        "workspaces": pa.table(
            {
                "workspace_id": ids,
                "created_at": created.astype("datetime64[us]"),
                "entry_model": np.where(is_trial, "free_trial", "freemium"),
                "trial_ends_at": trial_ends.astype("datetime64[us]"),
            }
        ),
        "product_users": pa.table(
            {
                "user_id": np.char.add(ids, "_u"),
                "workspace_id": ids,
                "created_at": created.astype("datetime64[us]"),
            }
        ),
        "product_events": pa.table(
            {
                "event_id": np.array([f"e{n}" for n in range(len(at))]),
                "occurred_at": at.astype("datetime64[us]"),
                "user_id": np.char.add(ids_of, "_u"),
                "workspace_id": ids_of,
                "event_name": name,
            }
        ),
        "event_catalog": pa.table(
            {
                "event_name": ["session_started", "plan_published"],
                "feature_key": [None, "planner"],
                "event_kind": ["session", "action"],
                "is_value_event": [False, True],
                "is_core_feature": [False, True],
            }
        ),
    }


def _experiment(
    ids: NDArray[Any], created: NDArray[Any], is_treated: NDArray[Any], lever: str
) -> dict[str, pa.Table]:
    """One experiment on the sign-ups of its months, each assigned an hour after signing up."""
    return {
        "experiments": pa.table(
            {
                "experiment_key": ["holdout"],
                "lever": [lever],
                "control_arm": ["control"],
                "starts_on": [date(2025, 3, 1)],
                "ends_on": [date(2025, 7, 1)],
                "is_randomised": [True],
            }
        ),
        "experiment_assignments": pa.table(
            {
                "experiment_key": np.full(len(ids), "holdout"),
                "unit_type": np.full(len(ids), "workspace"),
                "unit_id": ids,
                "arm": np.where(is_treated, "treated", "control"),
                "assigned_at": (created + np.timedelta64(3_600, "s")).astype("datetime64[us]"),
            }
        ),
    }


def _billing(ids: NDArray[Any], at: NDArray[Any]) -> dict[str, pa.Table]:
    """The first payment of those who buy."""

    def same(text: str) -> NDArray[Any]:
        return np.full(len(ids), text)

    return {
        "billing_customers": pa.table(
            {
                "customer_id": np.char.add("c_", ids),
                "created_at": at.astype("datetime64[us]"),
                "workspace_id": ids,
            }
        ),
        "subscriptions": pa.table(
            {
                "subscription_id": np.char.add("s_", ids),
                "customer_id": np.char.add("c_", ids),
                "product_line": same("studio"),
                "plan": same("team"),
                "status": same("active"),
                "started_on": at.astype("datetime64[D]"),
                "currency": same("USD"),
            }
        ),
        "subscription_changes": pa.table(
            {
                "change_id": np.char.add("x_", ids),
                "subscription_id": np.char.add("s_", ids),
                "change_type": same("start"),
                "ordered_at": at.astype("datetime64[us]"),
                "effective_on": at.astype("datetime64[D]"),
                "quantity_after": np.ones(len(ids)),
                "unit_price_after": np.full(len(ids), 100.0),
                "billing_interval": same("month"),
                "order_channel": same("self_serve"),
            }
        ),
    }


def run(place: Path, seed: int) -> Outcome:
    """Simulate, build and read one company in a place."""
    shutil.rmtree(place / "inputs", ignore_errors=True)
    (place / "plr.duckdb").unlink(missing_ok=True)
    planted = simulate(seed, place / "inputs")
    build.dbt(
        place, "build", "--select", *MODELS, "--exclude-resource-type", "test", "unit_test",
        "--vars", f"as_of_date: {AS_OF}",
    )  # fmt: skip
    with duckdb.connect(str(place / "plr.duckdb"), read_only=True) as session:
        ((method, effect, low, high, units),) = session.execute(
            "select method, effect, low, high, treated_units + control_units "
            "from intermediate.incrementality where lever = ? and effect is not null",
            [planted.lever],
        ).fetchall()
    return Outcome(seed, planted, method, effect, low, high, units)


def report(
    work: Path, seeds: Sequence[int], workers: int, see: Callable[[str], None]
) -> tuple[list[str], dict[str, bool]]:
    """Run every company; return lines to print and goals."""

    def found() -> Iterator[Outcome]:
        for outcome in build.side_by_side(work / "holdouts", seeds, workers, run):
            see(outcome.line())
            yield outcome

    outcomes = list(found())
    hits = sum(o.is_hit for o in outcomes)
    width = float(np.median([o.width_ratio for o in outcomes]))
    low, high = HITS
    lines = [f"{hits} of {len(outcomes)} intervals hold what was planted; median width {width:.2f}"]
    return lines, {
        f"{low} to {high} of {COMPANIES} intervals at {LEVEL:.0%} hold the planted effect": (
            len(outcomes) == COMPANIES and low <= hits <= high
        ),
        f"the median width is at most {WIDTH_MAX} times that of the oracle": width <= WIDTH_MAX,
    }
