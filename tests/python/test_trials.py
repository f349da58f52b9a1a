"""Trials: companies that serve one purpose each, measures by hand, a fit without surprises.

One company of a seed that changes with the day is built for real.
"""

from __future__ import annotations

import ast
import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plr.demo import STANDARD_SEEDS
from plr.trials import build, fit, holdouts, measure, picture, plan, report
from plr.trials.outcomes import Outcome, Result, load, save

ROOT = Path(__file__).resolve().parents[2]
EVENT = Outcome(
    seed=1, logging=1.0, revenue_event_id="e", stage="conversion", event_type="conversion",
    case_name="outbound", rule_step="6", said_class="human_started", said="human",
    actual_class="human_started", actual="human", is_ambiguous=False, is_lost=False,
    is_self_serve=False, confidence=0.9, confidence_band="0.85 to 0.95",
    evidence_class="began_outbound_touch", margin_band="alone", logging_band="good",
)  # fmt: skip
SHARES = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 50)), min_size=1, max_size=8)


def many(hits: int, misses: int, **values: object) -> list[Outcome]:
    """So many right and wrong events of one kind."""
    event = replace(EVENT, **values)
    return [event] * hits + [replace(event, said="customer")] * misses


# ------------------------------------------------------------------ the companies


def test_no_seed_serves_two_purposes() -> None:
    """The demo's, the fit's, the judge's, the claim's and the daily ones are disjoint."""
    daily = {plan.daily_seed(date(2026, 1, 1)), plan.daily_seed(date(2030, 1, 1))}
    groups = [STANDARD_SEEDS, plan.FIT_SEEDS, plan.JUDGE_SEEDS, plan.CLAIM_SEEDS, daily]
    assert sum(len(set(g)) for g in groups) == len({seed for g in groups for seed in g})
    assert min(daily) > max(max(g) for g in groups[1:4])
    middle = plan.SIZES[len(plan.SIZES) // 2][0]
    assert {plan.Trial(seed, 1.0).scale.accounts for seed in daily} == {middle}


def test_enough_companies_are_fitted_on_and_judged() -> None:
    """Twenty or more, no company twice, every level and every size of company as often."""
    for seeds in (plan.JUDGE_SEEDS, plan.FIT_SEEDS):
        trials = plan.each_at_one_level(seeds)
        assert len({trial.seed for trial in trials}) == len(trials) >= 20
        cells = Counter((trial.logging, trial.scale.accounts) for trial in trials)
        assert len(cells) == len(plan.LEVELS) * len(plan.SIZES)
        assert max(cells.values()) == min(cells.values())


def test_the_claim_is_made_on_three_companies_at_every_level() -> None:
    """The same companies, one of each size, so that less logging is all that differs."""
    trials = plan.each_at_every_level(plan.CLAIM_SEEDS)
    assert len(trials) == 9
    sizes = {(trial.seed, trial.scale.accounts) for trial in trials}
    assert sorted(accounts for _, accounts in sizes) == [accounts for accounts, _ in plan.SIZES]


def test_no_model_reads_the_trials_or_the_simulator() -> None:
    """What judges the ledger is not part of it."""
    for path in sorted((ROOT / "models").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [n for n in names if n.startswith(("plr.trials", "plr.demo"))], path.name


# ------------------------------------------------------------------ the measures


def test_wilson_by_hand() -> None:
    """Nine of ten, none of ten, and nothing."""
    assert measure.wilson(9, 10) == pytest.approx((0.59585, 0.98212), abs=1e-5)
    assert measure.wilson(0, 10) == pytest.approx((0.0, 0.27754), abs=1e-5)
    assert measure.wilson(0, 0) == (0.0, 1.0)
    assert measure.wilson(8, 16, z=3.0) == pytest.approx((0.2, 0.8))


@given(st.integers(1, 5000), st.data())
def test_both_readings_of_the_interval_agree(events: int, data: st.DataObject) -> None:
    """Wilson's interval holds the stated share where the observed one is within z deviations."""
    hits = data.draw(st.integers(0, events))
    stated = data.draw(st.floats(0.01, 0.99))
    deviation = abs(hits / events - stated) / (stated * (1 - stated) / events) ** 0.5
    band = measure.Band("b", events, hits, stated)
    if abs(deviation - measure.Z) > 1e-6:
        assert band.holds == (deviation < measure.Z)


def test_only_lost_orders_count_as_called_product() -> None:
    """Self-serve orders, sign-ups and orders of people are three different shares."""
    lost = replace(EVENT, is_lost=True)
    product = replace(lost, said="product")
    some = [
        EVENT, lost, product, replace(product, is_self_serve=True),
        replace(product, event_type="account_created"), replace(lost, event_type="account_created"),
    ]  # fmt: skip
    assert measure.called_product(some, self_serve=False) == measure.Share(1, 2)
    assert measure.called_product(some, self_serve=True) == measure.Share(1, 1)
    assert measure.signups_called_product(some) == measure.Share(1, 2)


def test_brier_by_hand() -> None:
    """Nine of ten right at 0.9 scores what a constant scores; surer and right scores better."""
    some = many(9, 1)
    assert measure.brier(some) == pytest.approx(0.09)
    assert measure.brier_of_constant(some) == pytest.approx(0.09)
    told_apart = many(9, 0, confidence=1.0) + many(0, 1, confidence=0.1)
    assert measure.brier(told_apart) == pytest.approx(0.001)


def test_unknown_and_ambiguous_events_claim_nothing() -> None:
    """Neither is right or wrong."""
    some = [EVENT, replace(EVENT, said="unknown"), replace(EVENT, is_ambiguous=True)]
    assert measure.claimed(some) == [EVENT]


def test_goals_are_missed_where_they_are() -> None:
    """A band that states 0.9 and is right half of the time does not hold; too few bands neither."""
    good = report.reliability(many(900, 100))[1]
    assert good["each of them holds"] and not good["at least 4 bands of 300 events"]
    assert not report.reliability(many(500, 500))[1]["each of them holds"]
    _, goals = report.claim([replace(EVENT, said="product")])
    assert not any(goals.values())


# ------------------------------------------------------------------ the fit


@given(SHARES)
def test_what_rises_keeps_its_mean_and_never_falls(pairs: list[tuple[float, int]]) -> None:
    """Pooling moves no weight; a rising sequence stays as it is."""
    values, weights = zip(*pairs, strict=True)
    found = fit.rising(values, weights)
    assert all(a <= b + 1e-12 for a, b in zip(found, found[1:], strict=False))
    before = sum(v * w for v, w in pairs)
    assert sum(v * w for v, w in zip(found, weights, strict=True)) == pytest.approx(before)
    assert fit.rising(found, weights) == pytest.approx(found)


def test_a_cell_of_few_events_says_what_its_like_say() -> None:
    """One wrong event of a class that is right nineteen times in twenty is no class of its own."""
    some = many(1900, 100, logging_band="good") + many(0, 1, logging_band="fair")
    rows = {row.cell: row for row in fit.fit(some)}
    kind = EVENT.evidence_class
    assert rows[kind, "alone", "good"].confidence == pytest.approx(0.95, abs=0.001)
    assert 0.75 < rows[kind, "alone", "fair"].confidence < 0.95
    assert rows[kind, "alone", "fair"].events == 1


def test_nobody_is_surer_where_logging_is_poorer() -> None:
    """Two cells in the wrong order are pooled."""
    some = many(95, 5, logging_band="good") + many(99, 1, logging_band="poor")
    rows = {row.cell: row.confidence for row in fit.fit(some)}
    kind = EVENT.evidence_class
    assert rows[kind, "alone", "poor"] == pytest.approx(rows[kind, "alone", "good"])
    assert rows[kind, "alone", "poor"] == pytest.approx(0.97, abs=0.002)


def test_every_verdict_finds_a_row() -> None:
    """The widest row is there, and of every class one for any margin and logging."""
    cells = {row.cell for row in fit.fit(many(3, 1))}
    assert {("*", "*", "*"), (EVENT.evidence_class, "*", "*")} <= cells


def test_the_committed_table_is_what_the_fit_writes(tmp_path: Path) -> None:
    """Shape, order and provenance: classes once per cell, shares in order of logging."""
    lines = (ROOT / "seeds" / "initiation_confidence.csv").read_text(encoding="utf-8").splitlines()
    fit.write(fit.fit(many(3, 1)), "seeds 1 to 2", tmp_path / "seed.csv")
    assert lines[0] == (tmp_path / "seed.csv").read_text(encoding="utf-8").splitlines()[0]
    cells = [tuple(line.split(",")[:3]) for line in lines[1:]]
    assert cells == sorted(set(cells))
    basis = {line.split(",")[5] for line in lines[1:]}
    assert basis == {f"seeds {plan.FIT_SEEDS[0]} to {plan.FIT_SEEDS[-1]}"}
    stated = {tuple(line.split(",")[:3]): float(line.split(",")[3]) for line in lines[1:]}
    for kind, margin in {cell[:2] for cell in cells}:
        of_bands = [(kind, margin, band) for band in fit.POORER_FIRST]
        here = [stated[cell] for cell in of_bands if cell in stated]
        assert here == sorted(here)


def test_results_are_kept_as_they_were(tmp_path: Path) -> None:
    """What was found of a company is read back the same."""
    result = Result([EVENT, replace(EVENT, confidence=None)], 3)
    save(result, tmp_path / "results" / "one.json")
    assert load(tmp_path / "results" / "one.json") == result


def test_the_picture_is_drawn(tmp_path: Path) -> None:
    """A PNG of the bands."""
    bands = measure.bands(many(9, 1) + many(99, 1, confidence=0.99, confidence_band="high"))
    picture.draw(bands, "a title", tmp_path / "picture.png")
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")


# ------------------------------------------------------------------ one company, built


def today() -> date:
    """The day whose company is built: PLR_TRIAL_DAY where a day's result is to be had again."""
    stated = os.environ.get("PLR_TRIAL_DAY")
    return date.fromisoformat(stated) if stated else datetime.now(UTC).date()


def test_the_company_of_the_day_is_read_rightly(tmp_path: Path) -> None:
    """Everything logged, 97 in 100 events have the right initiator; another company every day."""
    day = today()
    trial = plan.Trial(plan.daily_seed(day), 1.0)
    result = build.run(tmp_path, trial)
    share = measure.right(measure.clear(result.outcomes))
    print(f"\ntrial of {day} (seed {trial.seed}): {share} right")
    assert result.matched_share >= 0.95
    assert share.value >= report.RIGHT_AT_LEAST, f"PLR_TRIAL_DAY={day} shows it again"


# ------------------------------------------------------------------ holdouts


@pytest.mark.parametrize("seed", [1, 2])
def test_a_company_with_a_holdout_shows_what_was_planted(seed: int, tmp_path: Path) -> None:
    """Counted from its files by hand, both arms differ by the effect within four oracle errors."""
    planted = holdouts.simulate(seed, tmp_path / "inputs")
    again = holdouts.simulate(seed, tmp_path / "again")
    reached = {
        "prompt": "select workspace_id from '{}/billing_customers.parquet'",
        "lifecycle_message": "select workspace_id from '{}/product_events.parquet' "
        "where event_name = 'plan_published'",
    }[planted.lever].format(tmp_path / "inputs")
    with duckdb.connect() as session:
        ((treated, control),) = session.execute(
            f"""
            select
                avg(case when arm = 'treated' then hit end),
                avg(case when arm = 'control' then hit end)
            from (
                select arm, case when unit_id in ({reached}) then 1 else 0 end as hit
                from '{tmp_path}/inputs/experiment_assignments.parquet'
            )
            """
        ).fetchall()
    error = planted.oracle_width / 2 / 1.645
    assert abs(treated - control - planted.effect) < 4 * error
    assert planted == again
    for file in (tmp_path / "inputs").iterdir():
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes()


@pytest.mark.parametrize(
    ("misses", "width", "met"),
    [
        (0, 1.0, [False, True]),
        (1, 3.0, [True, True]),
        (8, 3.1, [True, False]),
        (9, 1.0, [False, True]),
    ],
)
def test_forty_holdouts_are_judged_at_both_ends(
    misses: int, width: float, met: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty hits are too many for intervals at 90 %, thirty-one too few; three widths suffice."""

    def run(_: Path, seed: int) -> holdouts.Outcome:
        planted = holdouts.Planted("prompt", 0.1, 0.1)
        low = 0.2 if seed < misses else 0.05
        return holdouts.Outcome(seed, planted, "randomised holdout", 0.1, low, low + width / 10, 9)

    monkeypatch.setattr(holdouts, "run", run)
    lines, goals = holdouts.report(tmp_path, range(40), 1, lambda _: None)
    assert list(goals.values()) == met
    assert lines[0].startswith(f"{40 - misses} of 40")
