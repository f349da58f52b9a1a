"""What a lever adds: coverage of intervals on simulated experiments, methods, refusals."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import jinja2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from scipy import stats

from plr.scoring import incrementality as inc
from plr.scoring import levers

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = levers.Settings(0.9, 0.8, 0.05, 20, 0.5)


def experiments(
    rng: np.random.Generator, count: int, base: float, effect: float, treated: int, control: int
) -> list[inc.Stratum]:
    """Return simulated experiments of a base share and an effect."""
    return [
        inc.Stratum(
            inc.Arm(int(rng.binomial(treated, base + effect)), treated),
            inc.Arm(int(rng.binomial(control, base)), control),
        )
        for _ in range(count)
    ]


@pytest.mark.parametrize(("base", "effect"), [(0.05, 0.03), (0.1, 0.05), (0.45, 0.08), (0.1, 0.0)])
def test_ninety_of_a_hundred_intervals_hold_the_planted_effect(base: float, effect: float) -> None:
    """Of 40 companies with a tenth held out, 32 to 39; of 1,200 experiments 88 to 93 in 100."""
    rng = np.random.default_rng(40)
    hits = [
        found.low <= effect <= found.high
        for e in experiments(rng, 1200, base, effect, 900, 100)
        for found in [inc.difference(e.treated, e.control, 0.9)]
    ]
    assert 32 <= sum(hits[:40]) <= 39
    assert 0.88 <= np.mean(hits) <= 0.93


def test_the_interval_is_hardly_wider_than_that_of_who_knows_the_truth() -> None:
    """Half the bound of three times the oracle's width, which knows both shares."""
    rng = np.random.default_rng(41)
    widths = [
        found.high - found.low
        for e in experiments(rng, 400, 0.1, 0.05, 600, 200)
        for found in [inc.difference(e.treated, e.control, 0.9)]
    ]
    oracle = 2 * stats.norm.ppf(0.95) * np.sqrt(0.15 * 0.85 / 600 + 0.1 * 0.9 / 200)
    assert np.median(widths) <= 1.5 * oracle


def test_several_experiments_on_one_lever_are_pooled_within_each() -> None:
    """Two experiments with unlike bases and splits: the pooled interval holds the effect."""
    rng = np.random.default_rng(42)
    hits = 0
    for _ in range(1000):
        strata = [
            *experiments(rng, 1, 0.05, 0.04, 900, 100),
            *experiments(rng, 1, 0.4, 0.04, 150, 150),
        ]
        found = inc.pooled(strata, 0.9)
        hits += found.low <= 0.04 <= found.high
    assert 870 <= hits <= 930


def test_differences_in_differences_hold_the_effect_although_the_arms_differ() -> None:
    """The treated had more outcomes before; what both gained with time is no effect."""
    rng = np.random.default_rng(43)
    hits = 0
    for _ in range(1000):
        changes = {}
        for arm, base, gain in ((True, 0.3, 0.15), (False, 0.1, 0.1)):
            before, after = rng.random(400) < base, rng.random(400) < base + gain
            changes[arm] = after.astype(int) - before.astype(int)
        paired = {
            arm: inc.Paired(int(c.sum()), int((c * c).sum()), c.size) for arm, c in changes.items()
        }
        found = inc.difference_in_differences(paired[True], paired[False], 0.9)
        hits += found.low <= 0.05 <= found.high
    assert 870 <= hits <= 930


def test_the_published_example_of_newcombe() -> None:
    """56 of 70 against 48 of 80 at 95 %: 0.2, from 0.0524 to 0.3339 (method 10, example a)."""
    found = inc.difference(inc.Arm(56, 70), inc.Arm(48, 80), 0.95)
    assert [found.mean, found.low, found.high] == pytest.approx([0.2, 0.0524, 0.3339], abs=5e-5)


def test_power_is_the_share_of_experiments_that_show_the_effect() -> None:
    """Against 20,000 simulated two-share tests."""
    rng = np.random.default_rng(44)
    treated = rng.binomial(600, 0.15, 20_000) / 600
    control = rng.binomial(300, 0.10, 20_000) / 300
    mean = (600 * treated + 300 * control) / 900
    z = (treated - control) / np.sqrt(mean * (1 - mean) * (1 / 600 + 1 / 300))
    shown = np.mean(np.abs(z) > stats.norm.ppf(0.95))
    assert inc.power(0.1, 0.05, 600, 300, 0.9) == pytest.approx(shown, abs=0.015)


def test_the_detectable_effect_has_the_wanted_power() -> None:
    """And no effect of a tiny experiment has it."""
    effect = inc.detectable(0.1, 600, 300, 0.9, 0.8)
    assert effect is not None
    assert inc.power(0.1, effect, 600, 300, 0.9) == pytest.approx(0.8, abs=1e-6)
    assert inc.detectable(0.5, 2, 2, 0.9, 0.8) is None


def test_the_incremental_share_is_one_less_control_over_treated() -> None:
    """Without an outcome in one arm there is none."""
    found = inc.incremental_share(inc.Arm(60, 400), inc.Arm(40, 400), 0.9)
    assert found is not None
    assert found.mean == pytest.approx(1 / 3)
    assert found.low < found.mean < found.high
    assert inc.incremental_share(inc.Arm(60, 400), inc.Arm(0, 400), 0.9) is None


@given(
    st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
)
@hypothesis_settings(deadline=None, max_examples=200)
def test_an_interval_holds_its_difference_and_turns_with_the_arms(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    """Swapping the arms swaps the signs."""
    there = inc.difference(inc.Arm(*one), inc.Arm(*other), 0.9)
    back = inc.difference(inc.Arm(*other), inc.Arm(*one), 0.9)
    assert -1 <= there.low <= there.mean <= there.high <= 1
    assert [there.low, there.high] == pytest.approx([-back.high, -back.low], abs=1e-12)


@pytest.mark.parametrize(
    "call",
    [
        lambda: inc.Arm(3, 2),
        lambda: inc.difference(inc.Arm(0, 0), inc.Arm(1, 2), 0.9),
        lambda: inc.difference(inc.Arm(1, 2), inc.Arm(1, 2), 1.0),
        lambda: inc.pooled([], 0.9),
        lambda: inc.difference_in_differences(inc.Paired(1, 1, 1), inc.Paired(1, 1, 2), 0.9),
        lambda: inc.power(1.5, 0.1, 10, 10, 0.9),
    ],
)
def test_what_makes_no_sense_is_refused(call: Callable[[], object]) -> None:
    """With an error, not a number."""
    with pytest.raises(ValueError):
        call()


def units(
    count: int, share: float, *, treated: bool, random: bool = True, before: bool | None = None
) -> list[levers.Unit]:
    """Return units of one arm of which a share has the outcome."""
    return [
        levers.Unit("prompt", "e", random, treated, f"s{k % 4}", k < count * share, before, 0.1)
        for k in range(count)
    ]


def reading(given_units: list[levers.Unit]) -> levers.Reading:
    """Return the reading of prompts."""
    return next(r for r in levers.read(given_units, SETTINGS) if r.lever == "prompt")


def test_every_lever_has_a_row_and_refuses_in_words_without_an_experiment() -> None:
    """An empty company."""
    found = levers.read([], SETTINGS)
    assert [r.lever for r in found] == list(levers.LEVERS)
    assert {r.verdict for r in found} == {"refused: no experiment is on record"}
    assert all(r.effect is None and not r.is_powered and r.sample_size == 0 for r in found)


def test_nineteen_units_in_an_arm_are_too_few_and_twenty_suffice() -> None:
    """The bound is per arm."""
    thin = reading(units(19, 0.5, treated=True) + units(500, 0.1, treated=False))
    assert thin.effect is None
    assert thin.verdict == "refused: 19 units in the smaller arm, at least 20 are needed"
    assert reading(units(20, 0.5, treated=True) + units(500, 0.1, treated=False)).effect


def test_a_clear_a_null_and_an_underpowered_experiment_read_differently() -> None:
    """Raises, no effect beyond chance, cannot say."""
    clear = reading(units(1000, 0.2, treated=True) + units(1000, 0.1, treated=False))
    assert clear.is_powered
    assert clear.method == inc.HOLDOUT
    assert clear.verdict.startswith("raises the outcome (90% interval")
    null = reading(units(2000, 0.1, treated=True) + units(2000, 0.1, treated=False))
    assert null.verdict.startswith("no effect beyond chance")
    small = reading(units(40, 0.15, treated=True) + units(40, 0.1, treated=False))
    assert not small.is_powered
    assert small.verdict.startswith("cannot say")


def test_a_roll_out_is_compared_by_differences_where_units_were_watched_before() -> None:
    """And by matching with the haircut where they were not."""
    watched = reading(
        units(300, 0.3, treated=True, random=False, before=False)
        + units(300, 0.1, treated=False, random=False, before=False)
    )
    assert watched.method == inc.DIFFERENCES
    assert watched.effect is not None
    assert watched.effect.mean == pytest.approx(0.2)
    new = reading(
        units(400, 0.3, treated=True, random=False) + units(400, 0.1, treated=False, random=False)
    )
    assert new.method == inc.MATCHING
    assert new.effect is not None
    assert new.effect.mean == pytest.approx(0.1)
    assert "50% of the gap" in new.verdict
    assert new.incremental is None


def test_units_without_a_like_one_in_the_other_arm_are_not_matched() -> None:
    """Matching refuses where too few are left."""
    treated = [
        replace(unit, stratum="elsewhere") for unit in units(300, 0.3, treated=True, random=False)
    ]
    alone = reading(treated + units(300, 0.1, treated=False, random=False))
    assert alone.effect is None
    assert alone.verdict == "refused: 0 units in the smaller arm have a like one in the other"


def test_the_order_of_units_changes_no_digit() -> None:
    """Same units, same reading."""
    rng = np.random.default_rng(5)
    given_units = units(200, 0.3, treated=True, random=False) + units(
        150, 0.1, treated=False, random=False
    )
    mixed = [given_units[k] for k in rng.permutation(len(given_units))]
    assert levers.read(given_units, SETTINGS) == levers.read(mixed, SETTINGS)


def arm_query(experiment: str, share: float, count: int) -> str:
    """Return SQL that assigns ``count`` units by the macro."""
    source = (ROOT / "macros" / "experiments.sql").read_text(encoding="utf-8")
    call = f"{{{{ assigned_arm(\"'{experiment}'\", 'unit_id', {share}) }}}}"
    arm = jinja2.Environment(autoescape=False).from_string(source + call).render()
    return (
        f"select unit_id, {arm.strip()} as arm "
        f"from (select 'w' || range as unit_id from range({count})) order by range"
    ).replace("order by range", "order by unit_id")


def arms_of(experiment: str, share: float, count: int = 100_000) -> np.ndarray:
    """Return whether each unit is treated, shape (count,)."""
    rows = duckdb.sql(arm_query(experiment, share, count)).fetchall()
    return np.array([arm == "treated" for _, arm in rows])


def test_a_hash_assigns_the_stated_share_the_same_way_every_time() -> None:
    """Within four standard errors of 100,000 units; again and again the same."""
    for share in (0.1, 0.5, 0.9):
        treated = arms_of("e1", share)
        assert abs(treated.mean() - share) < 4 * np.sqrt(share * (1 - share) / treated.size)
        assert (treated == arms_of("e1", share)).all()
    assert not arms_of("e1", 0.0).any()
    assert arms_of("e1", 1.0).all()


def test_arms_of_two_experiments_know_nothing_of_each_other() -> None:
    """Their correlation is nothing but chance."""
    correlation = np.corrcoef(arms_of("e1", 0.5), arms_of("e2", 0.5))[0, 1]
    assert abs(correlation) < 4 / np.sqrt(100_000)


def test_a_larger_share_moves_units_into_the_treated_arm_only() -> None:
    """Who is treated stays so when the roll-out grows."""
    small, large = arms_of("e1", 0.2), arms_of("e1", 0.6)
    assert (large | ~small).all()


def test_the_module_needs_no_dbt() -> None:
    """Pure functions: importing them loads neither dbt nor an engine."""
    code = (
        "import sys, plr.scoring.levers; "
        "print([name for name in sys.modules if name in ('dbt', 'duckdb')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"
