"""Learned scores: the learner, the measures, the verdict, the reasons; the same twice."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit
from sklearn import metrics
from sklearn.linear_model import LogisticRegression

from plr.scoring import (
    drift,
    features,
    forecast,
    leakage,
    learner,
    lifetime,
    propensity,
    quality,
    reasons,
    renewal_quality,
    sbg,
)
from plr.scoring.features import Feature

UP, EITHER = Feature("up", 1, "{} of it"), Feature("either", 0, "{} of that")
WEEK = 7


def company(
    seed: int, people: int = 1000, months: int = 15, signal: float = 1.2, base: float = -3.2
) -> propensity.Rows:
    """Rows of a company: a day per month, ``people`` things, an outcome within 30 days."""
    rng = np.random.default_rng(seed)
    size = people * months
    values = np.column_stack([rng.poisson(2, size), rng.normal(size=size)]).astype(float)
    moved = (np.minimum(values[:, 0], 4) - 2) / 1.5 + values[:, 1] / 2
    chance = expit(base + signal * moved)
    as_of = np.repeat(np.arange(months) * 30, people)
    happened = rng.random(size) < chance
    entities = (
        np.tile(np.arange(people), months) + np.repeat(np.arange(months), people) // 3 * people
    )
    return propensity.Rows(
        np.array([f"w{n:06d}" for n in range(size)], dtype=object), entities,
        entities % learner.FOLDS, as_of, as_of + 30,
        np.where(happened, as_of + 10, propensity.NO_OUTCOME), values,
        np.clip(values[:, 0] * 10 + rng.normal(scale=15, size=size), 0, 100), np.ones(size),
    )  # fmt: skip


def test_measures_agree_with_scikit_learn() -> None:
    """AUC, average precision and Brier on scores with ties; capture by hand."""
    rng = np.random.default_rng(1)
    scores = rng.integers(1, 10, 500) / 10
    labels = (rng.random(500) < scores / 2).astype(float)
    found = {m.name: m.value for m in quality.judge(labels, scores, np.ones(500), np.arange(500))}
    assert found["auc"] == pytest.approx(metrics.roc_auc_score(labels, scores), abs=1e-12)
    assert found["average_precision"] == pytest.approx(
        metrics.average_precision_score(labels, scores), abs=1e-12
    )
    assert found["brier"] == pytest.approx(metrics.brier_score_loss(labels, scores), abs=1e-12)
    best = scores == 0.9
    share = best.mean()
    assert quality.capture_at(labels, scores, np.ones(500), share) == pytest.approx(
        labels[best].sum() / labels.sum()
    )
    assert found["capture_top_100"] == pytest.approx(1)


def test_a_weight_is_so_many_rows() -> None:
    """Every measure of weighted rows is that of rows repeated."""
    rng = np.random.default_rng(2)
    scores, weights = rng.random(200), rng.integers(1, 4, 200)
    labels = (rng.random(200) < scores).astype(float)
    whole = np.repeat(np.arange(200), weights)
    once = quality.judge(labels, scores, weights.astype(float), np.arange(200))
    often = quality.judge(labels[whole], scores[whole], np.ones(len(whole)), whole)
    for one, other in zip(once, often, strict=True):
        assert [one.value, one.low, one.high] == pytest.approx(
            [other.value, other.low, other.high], abs=1e-6
        ), one.name


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Of 100 samples of repeated entities, 95 in 100 intervals of AUC and slope hold it."""
    rng = np.random.default_rng(3)
    z = rng.normal(-2, 1, 400_000)
    happened = rng.random(len(z)) < expit(z)
    truth = metrics.roc_auc_score(happened, z)
    held = np.zeros((100, 2))
    for turn in range(100):
        chosen = np.repeat(rng.choice(len(z), 700, replace=False), 2)
        labels, p = happened[chosen].astype(float), expit(z[chosen])
        entities = np.unique(chosen, return_inverse=True)[1]
        measures = {m.name: m for m in quality.judge(labels, p, np.ones(len(p)), entities)}
        auc, slope = measures["auc"], measures["calibration_slope"]
        held[turn] = auc.low <= truth <= auc.high, slope.low <= 1 <= slope.high
    assert (held.mean(axis=0) >= 0.88).all(), held.mean(axis=0)


def test_the_score_never_falls_where_more_can_only_raise_it() -> None:
    """Even where the data say the contrary, the curve of a feature of direction up is no fall."""
    rng = np.random.default_rng(4)
    values = rng.poisson(3, (3000, 1)).astype(float)
    labels = (rng.random(3000) < expit(-values[:, 0] / 2)).astype(float)
    model = learner.fit(values, labels, np.ones(3000), np.arange(3000) % 5, [UP])
    curve = model.probabilities(np.arange(0, 15, 0.5)[:, None])
    assert (np.diff(curve) >= 0).all()
    free = learner.fit(values, labels, np.ones(3000), np.arange(3000) % 5, [EITHER])
    assert free.probabilities(np.array([[6.0]])) < free.probabilities(np.array([[0.0]]))


def test_the_same_rows_in_any_order_make_the_same_model_to_the_last_digit() -> None:
    """What is read in another order is put in order first; a definition makes the same scores."""
    import pandas as pd

    rows = company(5, people=900, months=9)
    frame = pd.DataFrame({
        "workspace_id": rows.keys, "account_id": rows.entities.astype(str),
        "as_of_on": rows.as_of_day.astype("datetime64[D]"),
        "label_until": rows.label_until.astype("datetime64[D]"),
        "outcome_on": pd.Series(rows.outcome_day.astype(float)).where(
            rows.outcome_day < propensity.NO_OUTCOME
        ).map(lambda d: None if d != d else np.datetime64(int(d), "D")),
        "points": rows.rule, "up": rows.values[:, 0], "either": rows.values[:, 1],
    })  # fmt: skip
    told = []
    for order in (np.arange(len(frame)), np.random.default_rng(0).permutation(len(frame))):
        read = propensity.rows_of(
            frame.iloc[order], (UP, EITHER), ["workspace_id"], "account_id", "points"
        )
        told.append(
            propensity.train(read, (UP, EITHER), 270, propensity.Rules(), "pql", rule_cut=60)
        )
    assert told[0].is_shipped, told[0].reason
    assert told[0].definition() == told[1].definition()
    assert told[0].model_version == told[1].model_version
    kept = told[0].definition()
    again = propensity.apply(json.dumps(json.loads(kept)), rows.values, (UP, EITHER))
    assert told[0].model is not None
    assert np.allclose(again.probability, told[0].model.probabilities(rows.values), atol=1e-7)


def test_nothing_known_later_is_learnt() -> None:
    """A model as of a day is the same when all later days and outcomes are erased."""
    rows = company(6)
    day = 300
    later = rows.outcome_day > day
    cut = propensity.Rows(**{
        **vars(rows), "outcome_day": np.where(later, propensity.NO_OUTCOME, rows.outcome_day)
    }).take(rows.as_of_day <= day)  # fmt: skip
    told = [
        propensity.train(each, (UP, EITHER), day, propensity.Rules(), "pql") for each in (rows, cut)
    ]
    assert told[0].definition() == told[1].definition()
    assert told[0].measures == told[1].measures
    learnt, judged = propensity.training(rows, day, propensity.Rules())
    assert learnt.label_until.max() < judged.as_of_day.min()
    assert judged.label_until.max() <= day


def test_a_score_ships_where_it_beats_the_rule_and_one_feature() -> None:
    """With signal it ships, calibrated; its words name the rule that it beat."""
    trained = propensity.train(
        company(7), (UP, EITHER), 450, propensity.Rules(), "pql", rule_cut=60
    )
    measures = {m.name: m for m in trained.measures}
    assert trained.is_shipped
    assert "points rule" in trained.reason
    assert 0.8 < measures["calibration_slope"].value < 1.2
    assert measures["auc"].value > measures["points_auc"].value


@pytest.mark.parametrize("seed", range(8))
def test_without_signal_it_says_so(seed: int) -> None:
    """Noise is not shipped."""
    trained = propensity.train(
        company(seed, signal=0.0), (UP, EITHER), 450, propensity.Rules(), "pql", rule_cut=60
    )
    assert not trained.is_shipped
    assert "no better than chance" in trained.reason or "lifts" in trained.reason


@pytest.mark.parametrize(
    ("people", "base", "words"),
    [(1500, -9.0, "to learn from, 100 are needed"), (0, -3.0, "no scored day has a known outcome")],
    ids=["too_few_positives", "nothing_at_all"],
)
def test_too_little_is_refused(people: int, base: float, words: str) -> None:
    """Below five times min_cell_n it refuses, with the count."""
    trained = propensity.train(
        company(8, people=people, base=base), (UP, EITHER), 450, propensity.Rules(), "pql"
    )
    assert not trained.is_shipped
    assert trained.model is None
    assert words in trained.reason
    said = propensity.apply(trained.definition(), np.zeros((2, 2)), (UP, EITHER))
    assert np.isnan(said.probability).all()


def test_reasons_are_the_largest_moves_in_words() -> None:
    """Three at most, the largest first, with the value, and which way; small moves are none."""
    three = [
        Feature("a", 0, "{} a"),
        Feature("b", 0, "{} b"),
        Feature("c", 0, "{} c", unknown="no c"),
    ]
    values = np.array([[1.0, 2.5, np.nan], [0.0, 0.0, 0.0]])
    moves = np.array([[0.2, -1.0, 0.5], [0.01, 0.0, -0.04]])
    assert reasons.of_rows(values, moves, three) == [
        "2.5 b (lowers); no c (raises); 1 a (raises)",
        "nothing stands out",
    ]


def test_a_feature_of_people_is_refused() -> None:
    """The PQL score may not list what people did; another score may."""
    row = {"score": "pql", "feature": "calls", "kind": "human", "direction": "up", "words": "{}"}
    with pytest.raises(ValueError, match="calls"):
        features.of_rows([row], "pql")
    assert features.of_rows([{**row, "score": "expansion"}], "expansion")[0].is_human


def test_what_is_known_only_after_the_outcome_is_a_suspect() -> None:
    """One feature written after the outcome is found; two honest ones are not."""
    rng = np.random.default_rng(9)
    honest = rng.normal(size=(4000, 2))
    labels = (rng.random(4000) < expit(honest.sum(axis=1) - 2)).astype(float)
    after = labels * rng.gamma(2, 1, 4000) + rng.gamma(1, 0.3, 4000)
    named = [Feature(n, 0, n) for n in ("one", "two", "after")]
    folds = np.arange(4000) % 5
    found = leakage.suspects(np.column_stack([honest, after]), labels, named, folds)
    assert [s.name for s in found] == ["after"]
    assert not leakage.suspects(honest, labels, named[:2], folds)


def test_drift_is_nil_for_the_same_rows_and_large_for_others() -> None:
    """PSI of a sample against itself, and against one that has moved by a standard deviation."""
    rng = np.random.default_rng(10)
    before = rng.normal(size=20_000)
    bounds = drift.bands_of(before)
    shares = drift.shares_of(before, bounds)
    assert drift.psi(shares, shares) == 0
    assert drift.psi(shares, drift.shares_of(rng.normal(size=20_000), bounds)) < 0.01
    assert drift.psi(shares, drift.shares_of(rng.normal(1, 1, 20_000), bounds)) > 0.25


def test_shifted_beta_geometric_gives_the_published_digits() -> None:
    """Fader and Hardie 2007 and 2010: the parameters of both segments, the residual lifetime."""
    regular = sbg.fit_sbg([1, 0.631, 0.468, 0.382, 0.326, 0.289, 0.262, 0.241])
    high_end = sbg.fit_sbg([1, 0.869, 0.743, 0.653, 0.593, 0.551, 0.517, 0.491])
    assert [round(v, 4) for v in (regular.alpha, regular.beta)] == [0.7041, 1.1820]
    assert [round(v, 4) for v in (high_end.alpha, high_end.beta)] == [0.6681, 3.8061]
    assert round(high_end.residual_lifetime(8, 0.1), 3) == 7.530


def test_residual_lifetime_is_the_discounted_sum_of_renewals() -> None:
    """The closed form against the sum over ten thousand renewals."""
    model = sbg.ShiftedBetaGeometric(0.8, 3.0)
    alive = model.survival(np.arange(3, 10_003))
    slow = (alive[1:] / alive[0] / np.exp(np.log(1.1) * np.minimum(np.arange(9999), 7000))).sum()
    assert model.residual_lifetime(4, 0.1) == pytest.approx(slow, rel=1e-9)


def test_concordance_counts_pairs() -> None:
    """Censored before the other's end: no pair. Ties in risk: half."""
    times = np.array([1.0, 2.0, 3.0, 1.5])
    ended = np.array([True, True, False, False])
    assert sbg.concordance(times, ended, np.array([3.0, 2.0, 1.0, 9.0])) == pytest.approx(3 / 4)
    assert sbg.concordance(times, ended, np.zeros(4)) == pytest.approx(1 / 2)


def test_calibration_puts_right_what_is_too_sure() -> None:
    """Logits made twice too steep are halved."""
    rng = np.random.default_rng(11)
    z = rng.normal(-1, 1, 50_000)
    labels = (rng.random(50_000) < expit(z)).astype(float)
    shift, stretch = learner.calibration_of(2 * z, labels, np.ones(50_000))
    assert stretch == pytest.approx(0.5, abs=0.02)
    assert expit(shift + stretch * 2 * logit(0.3)) == pytest.approx(0.3, abs=0.02)


@given(st.integers(0, 10**6), st.sampled_from([1e-3, 0.1, 1.0, 15.0]), st.floats(-20, 20))
@settings(max_examples=60, deadline=None)
def test_a_slope_is_found_wherever_the_column_lies(seed: int, scale: float, far: float) -> None:
    """Against another library; moving and stretching the column changes nothing but the slope."""
    rng = np.random.default_rng(seed)
    z = rng.normal(0, 1, 400)
    labels = (rng.random(400) < expit(z - 1)).astype(float)
    weights = rng.uniform(0.5, 2.0, 400)
    shift, slopes = learner.fit_linear(
        (far + scale * z)[:, None], labels, weights, [(None, None)], ridge=0.0
    )
    other = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000)
    other.fit(z[:, None], labels, sample_weight=weights)
    assert slopes[0] * scale == pytest.approx(other.coef_[0, 0], abs=1e-4)
    assert shift + slopes[0] * far == pytest.approx(other.intercept_[0], abs=1e-4)


def test_labels_that_scores_part_have_no_slope() -> None:
    """Nothing is raised, and the slope is unknown; a single label out of order gives one."""
    scores = np.array([0.10, 0.11, 0.12, 0.121, 0.122])
    labels = np.array([0.0, 0.0, 0.0, 1.0, 1.0])
    clusters, ones = np.arange(5), np.ones(5)
    slope, ratio = quality.calibration(labels, scores, ones, clusters)
    assert np.isnan(slope.value) and ratio.value == pytest.approx(scores.sum() / 2)
    repeated = np.repeat(np.arange(5), 1000)
    slope, _ = quality.calibration(labels[repeated], scores[repeated], np.ones(5000), repeated)
    assert np.isnan(slope.value)
    slope, _ = quality.calibration(labels[::-1] * 1.0, scores, ones, clusters)
    assert np.isnan(slope.value)
    slope, _ = quality.calibration(np.array([0.0, 1.0, 0.0, 1.0, 1.0]), scores, ones, clusters)
    assert np.isfinite(slope.value) and slope.value > 0
    shift, slopes = learner.fit_linear(
        np.where(np.arange(2000) % 100, -2.001, -2.0)[:, None], np.arange(2000) % 100 == 0,
        np.ones(2000), [(None, None)], ridge=0.0,
    )  # fmt: skip
    assert np.isfinite(shift) and slopes[0] > 1000


def test_lifetime_value_by_hand() -> None:
    """Margin 10 a month, a tenth leaves every month, 12 % a year: three months by hand."""
    hazards = np.full((1, 3), 0.1)
    by_hand = 10 * (0.9 / 1.01 + 0.81 / 1.01**2 + 0.729 / 1.01**3)
    assert lifetime.value(np.array([10.0]), hazards, 0.12) == pytest.approx([by_hand])


def test_lifetime_value_of_peers_is_shrunk_and_lies_in_its_interval() -> None:
    """Peers that left more are worth less; a peer group never seen has the rate of all."""
    groups = np.array(["small"] * 1000 + ["large"] * 1000)
    past = lifetime.Past(groups, np.concatenate([np.arange(1000) < 50, np.arange(1000) < 5]))
    told = lifetime.of_day(
        np.zeros((3, 0)), np.array([100.0, 100.0, np.nan]), np.array(["small", "large", "medium"]),
        past, None, [], lifetime.Terms(),
    )  # fmt: skip
    assert told["method"] == "rates"
    assert told["clv"][0] < told["clv"][1]
    assert (told["clv_low"] <= told["clv"])[:2].all() and (told["clv"] <= told["clv_high"])[
        :2
    ].all()
    assert np.isnan(told["clv"][2])
    assert told["monthly_churn"][2] == pytest.approx((55 + 0.5) / 2001)
    assert told["clv_simple"][0] == pytest.approx(100 / ((55 + 0.5) / 2001))


def test_an_account_grows_older_while_its_value_is_summed() -> None:
    """Where churn falls with age, the churn of the second month is that of one a month older."""
    curve = learner.Curve((0.0, 10.0), (-2.0,), 0.0, 0.0)
    model = learner.Model(("paid_months",), (curve,), -1.0)
    hazards = lifetime.hazards_of(np.array([[0.0], [1.0]]), model, ["paid_months"], 2)
    assert hazards[0, 1] == hazards[1, 0]
    assert hazards[0, 0] == pytest.approx(expit(-1.0))


def levels(seed: int, momentum: float) -> forecast.Levels:
    """Levels of 300 accounts over twelve months that go on growing as they grew."""
    rng = np.random.default_rng(seed)
    growth = rng.normal(0, 0.1, 300)
    size = np.exp(
        4 + np.cumsum(momentum * growth[:, None] + rng.normal(0, 0.02, (300, 15)), axis=1)
    )
    month = np.repeat(np.arange(3, 12), 300)
    at = np.tile(np.arange(300), 9)
    return forecast.Levels(
        month * 30, month * 30 + 90, np.full(len(at), "seats"), at, size[at, month],
        size[at, month - 1], size[at, month - 3], size[at, month + 3],
    )  # fmt: skip


def test_a_forecast_that_beats_no_change_is_used_and_holds_what_it_says() -> None:
    """Growth that goes on is foretold, with an interval that holds 80 in 100."""
    trained = forecast.train(levels(1, 1.0), "seats", 420, 20, 0.8)
    measures = {m.name: m.value for m in trained.measures}
    assert trained.is_shipped, trained.reason
    assert measures["mean_error"] < 0.7 * measures["no_change_mean_error"]
    assert 0.7 < measures["interval_coverage"] < 0.9


def test_where_nothing_goes_on_nothing_is_foretold_to_change() -> None:
    """Noise alone: no change is told, or so little that it does not err more."""
    rows = levels(2, 0.0)
    trained = forecast.train(rows, "seats", 420, 20, 0.8)
    told, low, high = forecast.apply(trained.rates, rows)
    assert (low <= told).all() and (told <= high).all()
    assert np.abs(told / rows.now - 1).mean() < 0.05


@pytest.mark.parametrize(
    ("gap", "is_used"), [(0.5, True), (0.0, False)], ids=["tells_apart", "tells_nothing"]
)
def test_losses_at_renewal_are_used_where_they_beat_the_mean(gap: float, is_used: bool) -> None:
    """Told in time against what was lost; telling all the mean is what must be beaten."""
    rng = np.random.default_rng(12)
    told = [
        renewal_quality.Told(
            f"a{n}", n, n + 100, 0.3 + gap * (n % 2 - 0.5), 0.3,
            float(rng.random() < 0.3 + gap * (n % 2 - 0.5)),
        )
        for n in range(400)
    ]  # fmt: skip
    trained = renewal_quality.judge(told, 1000, 20)
    assert trained.is_shipped == is_used, trained.reason
    assert not renewal_quality.judge(told, 110, 20).is_shipped
