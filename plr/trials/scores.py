"""How near the PQL score comes to what was planted: simulated companies, built by dbt as any other.

The scores looked at are those that were served on three month ends in a row by a model trained
before them, so that every outcome is later than all that the model knew.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow.parquet as pq

from plr.scoring import quality
from plr.trials import build, scores_company

SEEDS = (9101, 9102, 9103)
"""Companies on which the claim is reported; nothing was tuned on them."""
TUNING_SEEDS = (1, 2, 3)
NO_SIGNAL_SEED = 9201
WORKSPACES = 60_000
MODELS = ("+score_pql",)
SERVED = ("2025-06-30", "2025-07-31", "2025-08-31")
CAPTURE_MIN, SLOPE_MIN, SLOPE_MAX = 0.95, 0.9, 1.1
PLANTED_CAPTURE = (0.60, 0.85)


@dataclass(frozen=True)
class Outcome:
    """What became of one company.

    capture and planted_capture: share of payments within the horizon in the best fifth, by the
    score and by the planted chances; points_capture by the points rule; slope: of the outcome on
    the logit of the score; reason: what the report of quality says of the model that served.
    """

    seed: int
    rows: int
    payments: int
    capture: float
    planted_capture: float
    points_capture: float
    slope: float
    slope_low: float
    slope_high: float
    is_shipped: bool
    reason: str
    minutes: float

    @property
    def share(self) -> float:
        """Capture of the score per capture of the planted chances."""
        return self.capture / self.planted_capture

    @property
    def is_met(self) -> bool:
        """Whether the score is as near as it has to be."""
        return (
            self.is_shipped
            and PLANTED_CAPTURE[0] <= self.planted_capture <= PLANTED_CAPTURE[1]
            and self.share >= CAPTURE_MIN
            and SLOPE_MIN <= self.slope <= SLOPE_MAX
        )

    def line(self) -> str:
        """Say it in one line."""
        if not self.is_shipped:
            return f"company {self.seed}: not used: {self.reason} ({self.minutes:.1f} minutes)"
        return (
            f"company {self.seed}: {self.rows} leads scored, {self.payments} paid; the best fifth "
            f"holds {self.capture:.1%}, planted {self.planted_capture:.1%} ({self.share:.3f}), "
            f"points {self.points_capture:.1%}; slope {self.slope:.3f} ({self.slope_low:.3f} to "
            f"{self.slope_high:.3f}); {self.minutes:.1f} minutes"
        )


def run(place: Path, seed: int, workspaces: int = WORKSPACES, has_signal: bool = True) -> Outcome:
    """Simulate, build and judge one company in a place."""
    begun = time.monotonic()
    inputs = place / "inputs"
    shutil.rmtree(inputs, ignore_errors=True)
    (place / "plr.duckdb").unlink(missing_ok=True)
    company = scores_company.simulate(seed, workspaces, has_signal)
    scores_company.write(company, inputs)
    truth = place / "truth.parquet"
    pq.write_table(company.truth, truth)
    build.dbt(
        place, "build", "--select", *MODELS, "--exclude-resource-type", "test", "unit_test",
        "--vars", "as_of_date: 2025-12-31",
    )  # fmt: skip
    return judge(place / "plr.duckdb", truth, seed, begun)


def judge(warehouse: Path, truth: Path, seed: int, begun: float) -> Outcome:
    """Hold the served scores of a warehouse against what was planted."""
    with duckdb.connect(str(warehouse), read_only=True) as session:
        dates = ", ".join(f"date '{day}'" for day in SERVED)
        found = session.sql(
            f"""
            select
                scores.workspace_id, scores.probability, scores.score_points, truth.planted,
                coalesce(features.outcome_on <= features.label_until, false) as has_paid
            from marts.score_pql as scores
            inner join intermediate.int_features__pql as features
                on scores.workspace_id = features.workspace_id
                    and scores.scored_on = features.as_of_on
            inner join read_parquet('{truth}') as truth
                on scores.workspace_id = truth.workspace_id and scores.scored_on = truth.as_of_on
            where scores.scored_on in ({dates})
            order by scores.scored_on, scores.workspace_id
            """
        ).df()
        ((ships, reason),) = session.sql(
            f"""
            select is_shipped, reason from intermediate.pql_models
            where measure = 'definition' and trained_on <= date '{SERVED[0]}'
            order by trained_on desc limit 1
            """
        ).fetchall()
    labels = found["has_paid"].to_numpy(dtype=float)
    ones = np.ones(len(found))
    planted = found["planted"].to_numpy(dtype=float)
    capture, slope = float("nan"), quality.Measure("slope", float("nan"))
    if ships:
        scores = found["probability"].to_numpy(dtype=float)
        _, entities = np.unique(found["workspace_id"].to_numpy(dtype=str), return_inverse=True)
        capture = quality.capture_at(labels, scores, ones, 0.2)
        slope = quality.calibration(labels, scores, ones, entities)[0]
    return Outcome(
        seed, len(found), int(labels.sum()), capture,
        quality.capture_at(labels, planted, ones, 0.2),
        quality.capture_at(labels, found["score_points"].to_numpy(dtype=float), ones, 0.2),
        slope.value, slope.low, slope.high, bool(ships), reason, (time.monotonic() - begun) / 60,
    )  # fmt: skip


def report(work: Path, seeds: Sequence[int]) -> tuple[list[str], dict[str, bool]]:
    """Run every seed and the company without signal; return lines to print and goals."""
    place = work.resolve() / "scores"
    place.mkdir(parents=True, exist_ok=True)
    outcomes = []
    for seed in seeds:
        outcomes.append(run(place, seed))
        print(outcomes[-1].line(), flush=True)
    noise = run(place, NO_SIGNAL_SEED, has_signal=False)
    print(f"without signal, {noise.line()}", flush=True)
    few, many = PLANTED_CAPTURE
    goals = {
        f"planted chances capture {few:.0%} to {many:.0%} in their best fifth": all(
            few <= o.planted_capture <= many for o in outcomes
        ),
        f"the score captures at least {CAPTURE_MIN:.0%} of what they do": all(
            o.is_shipped and o.share >= CAPTURE_MIN for o in outcomes
        ),
        f"its calibration slope lies between {SLOPE_MIN} and {SLOPE_MAX}": all(
            o.is_shipped and SLOPE_MIN <= o.slope <= SLOPE_MAX for o in outcomes
        ),
        "without signal it is not used": not noise.is_shipped,
    }
    return [f"{len(outcomes)} companies of {WORKSPACES} leads, and one without signal"], goals
