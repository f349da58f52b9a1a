"""Train, judge and use a propensity score, as of each quarter end, by what was known then.

A model is trained at the end of each quarter on scored days whose outcome was known by then, judged
on the latest of them (which it did not see, nor anything whose outcome was known only after they
began), and serves until the next. So a score of any past day can be made again.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from plr.scoring import drift, leakage, learner, quality, reasons
from plr.scoring.features import Feature
from plr.scoring.quality import Measure
from plr.scoring.rates import Rate

Array = NDArray[np.float64]
Days = NDArray[np.int64]
FIT_ROWS = 30_000
NO_OUTCOME = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Rules:
    """What a score must reach, from the parameters.

    min_cell_n: entities with the outcome that the judged days must hold; five times as many are
        needed to learn from.
    lift_min: lift of the best tenth from which a score that replaces a rule may be used; any other
        must lift at all, since what happens to half of all cannot lift twice.
    """

    min_cell_n: int = 20
    lift_min: float = 2.0
    train_months: int = 36
    holdout_months: int = 3

    @property
    def min_positives(self) -> int:
        """Entities with the outcome below which nothing is learnt."""
        return 5 * self.min_cell_n


@dataclass(frozen=True)
class Rows:
    """Rows of a feature table, ordered by day and key. Days count from 1970-01-01.

    values: shape (rows, features); outcome_day: NO_OUTCOME where there was none; rule: what the
    rule to be beaten says, NaN without one; weights: how many rows each stands for.
    """

    keys: NDArray[np.object_]
    entities: NDArray[np.int64]
    folds: NDArray[np.int64]
    as_of_day: Days
    label_until: Days
    outcome_day: Days
    values: Array
    rule: Array
    weights: Array

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.keys)

    def take(self, chosen: NDArray[Any]) -> Rows:
        """Return the chosen rows, in order."""
        return Rows(**{name: column[chosen] for name, column in vars(self).items()})

    @property
    def labels(self) -> Array:
        """1 where the outcome came in the time that is foretold."""
        return (self.outcome_day <= self.label_until).astype(float)

    @property
    def positives(self) -> int:
        """Entities with the outcome."""
        return len(np.unique(self.entities[self.labels == 1]))


def days(column: pd.Series[Any]) -> Days:
    """Return dates as days since 1970-01-01, NO_OUTCOME where there is none."""
    stamps = pd.to_datetime(column).to_numpy(dtype="datetime64[D]")
    return np.where(np.isnat(stamps), NO_OUTCOME, stamps.astype(np.int64))


def rows_of(
    frame: pd.DataFrame, features: Sequence[Feature], key: Sequence[str], entity: str,
    rule: str | None = None,
) -> Rows:  # fmt: skip
    """Read a feature table; ``weight`` is read where the frame has it.

    Folds are by the first key: which account a workspace belongs to may be learnt later, and must
    not change a model of the past.
    """
    texts = (
        frame[list(key)].astype(str).agg("|".join, axis=1)
        if len(frame)
        else pd.Series([], dtype=str)
    )
    as_of_day = days(frame["as_of_on"])
    order = np.lexsort((texts.to_numpy(dtype=object).astype(str), as_of_day))
    _, codes = np.unique(frame[entity].to_numpy(dtype=object).astype(str), return_inverse=True)
    things, places = np.unique(
        frame[key[0]].to_numpy(dtype=object).astype(str), return_inverse=True
    )
    folds = np.array([zlib.crc32(n.encode()) % learner.FOLDS for n in things], dtype=np.int64)
    values = np.column_stack(
        [pd.to_numeric(frame[f.name]).to_numpy(dtype=float, na_value=np.nan) for f in features]
    ) if features else np.zeros((len(frame), 0))  # fmt: skip
    plain = np.full(len(frame), np.nan)
    return Rows(
        texts.to_numpy(dtype=object),
        codes.astype(np.int64),
        folds[places] if len(frame) else np.zeros(0, dtype=np.int64),
        as_of_day,
        days(frame["label_until"]),
        days(frame["outcome_on"]),
        values,
        frame[rule].to_numpy(dtype=float) if rule else plain,
        frame["weight"].to_numpy(dtype=float) if "weight" in frame else np.ones(len(frame)),
    ).take(order)


@dataclass(frozen=True)
class Trained:
    """A model as of a quarter end, or why there is none, and how it was judged.

    trained_through: last day whose outcome was learnt from; None where nothing was.
    model: None where the score refuses. cut: probability from which as many rows of the training
    are above as the rule picks. fallback: rates (mean with and without the lever) where refused.
    """

    model_version: str
    trained_on: int
    trained_through: int | None
    is_shipped: bool
    reason: str
    measures: tuple[Measure, ...] = ()
    window_start: int | None = None
    base_rate: float = float("nan")
    model: learner.Model | None = None
    cut: float = float("nan")
    bands: dict[str, list[Any]] = field(default_factory=dict)
    rates: dict[str, float] = field(default_factory=dict)

    def definition(self) -> str:
        """Return all that is needed to score a row again, as JSON."""
        return json.dumps(
            rounded(
                {
                    "model": self.model.definition() if self.model else None,
                    "cut": self.cut if self.cut == self.cut else None,
                    "bands": self.bands,
                    "rates": self.rates,
                }
            ),
            sort_keys=True,
        )


def rounded(value: Any) -> Any:
    """Return nested figures at nine significant digits: what lies behind is noise of summing."""
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(one) for one in value]
    return value


def training(rows: Rows, day: int, rules: Rules) -> tuple[Rows, Rows]:
    """Split what was known on a day into rows to learn from and later rows to judge on.

    Judged are the latest days with a known outcome: at least ``holdout_months`` of them, and as
    many more (up to a year) as it takes to hold ``min_cell_n`` entities with the outcome. Learnt
    from is what had its outcome before the first judged day.
    """
    known = rows.take(
        (rows.label_until <= day) & (rows.as_of_day > day - 31 * (rules.train_months + 1))
    )
    dates = np.unique(known.as_of_day)[::-1]
    for count in range(min(rules.holdout_months, len(dates)), min(12, len(dates)) + 1):
        if count == 0:
            break
        judged = known.take(known.as_of_day >= dates[count - 1])
        if judged.positives >= rules.min_cell_n or count == min(12, len(dates)):
            return known.take(known.label_until < dates[count - 1]), judged
    nothing = known.take(np.zeros(len(known), dtype=bool))
    return nothing, nothing


def for_fitting(rows: Rows) -> Rows:
    """Return at most FIT_ROWS rows: of both outcomes a part by key, weighted for what it stands."""
    if len(rows) <= FIT_ROWS:
        return rows
    labels = rows.labels
    kept = []
    ranks = np.array(
        [zlib.crc32(f"{k}{d}".encode()) for k, d in zip(rows.keys, rows.as_of_day, strict=True)]
    )
    weights = rows.weights.copy()
    room = FIT_ROWS
    for value in (1.0, 0.0):
        here = np.flatnonzero(labels == value)
        size = min(len(here), FIT_ROWS // 2 if value else room)
        chosen = here[np.argsort(ranks[here], kind="stable")[:size]]
        weights[chosen] *= weights[here].sum() / weights[chosen].sum() if size else 1
        room -= size
        kept.append(chosen)
    return replace(rows, weights=weights).take(np.sort(np.concatenate(kept)))


def fit(rows: Rows, features: Sequence[Feature]) -> learner.Model:
    """Fit and calibrate a model on rows."""
    sample = for_fitting(rows)
    return learner.fit(sample.values, sample.labels, sample.weights, sample.folds, features)


def one_feature(rows: Rows, features: Sequence[Feature]) -> tuple[int, learner.Model]:
    """Return the place of the feature that ranks best by itself, and its model."""
    sample = for_fitting(rows)
    reached = []
    for place, feature in enumerate(features):
        column = sample.values[:, place]
        ranks = np.where(np.isnan(column), -np.inf, column) * (feature.direction or 1)
        value = quality.auc(sample.labels, ranks, sample.weights, sample.entities).value
        reached.append(value if feature.direction else max(value, 1 - value))
    best = int(np.argmax(reached))
    with threadpool_limits(limits=1):
        model = learner.fit_raw(
            sample.values[:, [best]], sample.labels, sample.weights, [features[best]]
        )
    return best, model


def renamed(measures: Sequence[Measure], prefix: str, kept: Sequence[str]) -> list[Measure]:
    """Return those measures that are kept, with a prefix to their names."""
    return [replace(m, name=prefix + m.name) for m in measures if m.name in kept]


COMPARED = ("auc", "average_precision", "capture_top_10", "capture_top_20", "lift_decile_01")


def verdict(
    own: dict[str, Measure],
    rule: dict[str, Measure],
    one: dict[str, Measure],
    name: str,
    lift: float,
) -> tuple[bool, str]:
    """Say whether a score may be used, and why, in words."""
    auc, best = own["auc"], own["lift_decile_01"]
    if not auc.low > 0.5:
        return False, (
            f"no better than chance: AUC {auc.value:.3f} ({auc.low:.3f} to {auc.high:.3f})"
        )
    if not best.value >= lift:
        return False, f"the best tenth lifts {best.value:.2f} times, below {lift:g}"
    if rule and not auc.value > rule["auc"].value:
        return False, f"AUC {auc.value:.3f} does not beat the points rule ({rule['auc'].value:.3f})"
    if not auc.value > one["auc"].value:
        return False, f"AUC {auc.value:.3f} does not beat {name} alone ({one['auc'].value:.3f})"
    beaten = [f"{name} alone {one['auc'].value:.3f}"]
    if rule:
        beaten.insert(0, f"points rule {rule['auc'].value:.3f}")
    return True, (
        f"out of time AUC {auc.value:.3f} ({', '.join(beaten)}), "
        f"best tenth lifts {best.value:.2f} times"
    )


def bands_of(rows: Rows, model: learner.Model, features: Sequence[Feature]) -> dict[str, list[Any]]:
    """Return how the training was spread, over the score and over each feature."""
    columns = {f.name: rows.values[:, place] for place, f in enumerate(features)}
    columns["score"] = model.logits(rows.values)
    spread = {}
    for name, column in columns.items():
        bounds = drift.bands_of(column)
        spread[name] = [list(bounds), drift.shares_of(column, bounds, rows.weights).tolist()]
    return spread


def lever_rates(rows: Rows, features: Sequence[Feature], lever: str | None) -> dict[str, float]:
    """Return shrunk rates of the outcome with and without the lever; none without rows."""
    if lever is None or not len(rows) or not 0 < rows.labels.mean() < 1:
        return {}
    column = rows.values[:, [f.name for f in features].index(lever)]
    base = float(rows.weights @ rows.labels / rows.weights.sum())
    found = {}
    for name, here in (("with", column > 0), ("without", column == 0)):
        rate = Rate(float(rows.labels[here].sum()), float(here.sum()), base, 20.0)
        found[name] = rate.mean
    return found


def train(
    rows: Rows, features: Sequence[Feature], day: int, rules: Rules, score: str,
    lever: str | None = None, rule_cut: float | None = None,
) -> Trained:  # fmt: skip
    """Train as of a day (days since 1970-01-01): judge on the latest days, then learn from all."""
    stamp = str(np.datetime64(day, "D"))
    learnt, judged = training(rows, day, rules)
    known = rows.take(rows.label_until <= day)
    refused = Trained(
        f"{score}-{stamp}-none", day, None, False, "", rates=lever_rates(known, features, lever)
    )
    count = Measure("training_positives", float(learnt.positives))
    if not len(known):
        return replace(refused, reason="no scored day has a known outcome yet", measures=(count,))
    if learnt.positives < rules.min_positives:
        why = f"{learnt.positives} with the outcome to learn from, {rules.min_positives} are needed"
        return replace(refused, reason=why, measures=(count,))
    if judged.positives < rules.min_cell_n:
        why = f"{judged.positives} with the outcome to judge on, {rules.min_cell_n} are needed"
        return replace(refused, reason=why, measures=(count,))
    model = fit(learnt, features)
    found = quality.judge(
        judged.labels, model.probabilities(judged.values), judged.weights, judged.entities
    )
    place, alone = one_feature(learnt, features)
    single = quality.judge(
        judged.labels,
        alone.probabilities(judged.values[:, [place]]),
        judged.weights,
        judged.entities,
    )
    points = []
    if not np.isnan(judged.rule).any():
        points = quality.judge(judged.labels, judged.rule / 100, judged.weights, judged.entities)
    own, one, by_rule = ({m.name: m for m in each} for each in (found, single, points))
    ships, reason = verdict(
        own, by_rule, one, features[place].name, rules.lift_min if by_rule else 1.0
    )
    sample = for_fitting(learnt)
    with threadpool_limits(limits=1):
        known_late = leakage.suspects(sample.values, sample.labels, features, sample.folds)
    if known_late:
        reason += "; suspected: " + "; ".join(suspect.reason for suspect in known_late)
    measures = [
        *found,
        Measure("leakage_suspects", float(len(known_late))),
        *renamed(points, "points_", COMPARED),
        *renamed(single, "one_feature_", COMPARED),
        count,
        Measure("judged_positives", float(judged.positives)),
    ]
    base = float(judged.weights @ judged.labels / judged.weights.sum())
    known = learnt_from_all(rows, day, rules)
    final = fit(known, features) if ships else None
    cut = float("nan")
    if final is not None and rule_cut is not None:
        cut = cut_of(final.probabilities(known.values), known, rule_cut)
        measures.append(precision_at(model, learnt, judged, rule_cut))
    trained = Trained(
        "", day, int(known.label_until.max()), ships, reason, tuple(measures),
        int(judged.as_of_day.min()), base, final, cut,
        bands_of(known, final, features) if final else {}, refused.rates,
    )  # fmt: skip
    mark = hashlib.sha256(trained.definition().encode()).hexdigest()[:8] if ships else "none"
    return replace(trained, model_version=f"{score}-{stamp}-{mark}")


def learnt_from_all(rows: Rows, day: int, rules: Rules) -> Rows:
    """Return all rows with an outcome known on a day, as far back as models learn."""
    return rows.take(
        (rows.label_until <= day) & (rows.as_of_day > day - 31 * (rules.train_months + 1))
    )


def cut_of(probabilities: Array, rows: Rows, rule_cut: float) -> float:
    """Return the probability above which are as many rows as the rule picks (a tenth if none)."""
    picked = float(rows.weights[rows.rule >= rule_cut].sum() / rows.weights.sum())
    share = picked if picked > 0 else 0.1
    order = np.argsort(-probabilities, kind="stable")
    reached = np.cumsum(rows.weights[order]) / rows.weights.sum()
    return float(probabilities[order][min(int(np.searchsorted(reached, share)), len(order) - 1)])


def precision_at(model: learner.Model, learnt: Rows, judged: Rows, rule_cut: float) -> Measure:
    """Return the share of judged rows above the cut that had the outcome."""
    cut = cut_of(model.probabilities(learnt.values), learnt, rule_cut)
    above = model.probabilities(judged.values) >= cut
    if not above.any():
        return Measure("precision_at_cut", float("nan"))
    share = float(judged.weights[above] @ judged.labels[above] / judged.weights[above].sum())
    return Measure("precision_at_cut", share, *quality.wilson(share, float(above.sum())))


def what_if(values: Array, features: Sequence[Feature], lever: str, setting: float) -> Array:
    """Return the values with the lever set to one value in every row."""
    changed = values.copy()
    changed[:, [f.name for f in features].index(lever)] = setting
    return changed


@dataclass(frozen=True)
class Scored:
    """What a model says of rows: shape (rows,) each; the lever's two where there is one."""

    probability: Array
    with_lever: Array
    without_lever: Array
    is_above_cut: NDArray[np.bool_]
    top_reasons: list[str]


def apply(
    definition: str, values: Array, features: Sequence[Feature], lever: str | None = None
) -> Scored:
    """Score rows with a kept definition; probabilities are NaN where it holds no model."""
    stated = json.loads(definition)
    nothing = np.full(len(values), np.nan)
    if stated["model"] is None:
        rates = stated["rates"]
        return Scored(
            nothing,
            np.full(len(values), rates.get("with", np.nan)),
            np.full(len(values), rates.get("without", np.nan)),
            np.zeros(len(values), dtype=bool),
            [""] * len(values),
        )
    model = learner.of_definition(stated["model"])
    order = [[f.name for f in features].index(name) for name in model.names]
    used, values = [features[place] for place in order], values[:, order]
    probability = model.probabilities(values)
    sides = [nothing, nothing]
    if lever is not None:
        sides = [model.probabilities(what_if(values, used, lever, v)) for v in (1.0, 0.0)]
    cut = stated["cut"]
    return Scored(
        probability,
        sides[0],
        sides[1],
        probability >= cut if cut is not None else np.zeros(len(values), dtype=bool),
        reasons.of_rows(values, model.contributions(values), used),
    )


def moved(definition: str, values: Array, features: Sequence[Feature]) -> list[Measure]:
    """Return how far rows have moved from the training: the score, and the most moved feature."""
    stated = json.loads(definition)
    if stated["model"] is None or not len(values):
        return []
    model = learner.of_definition(stated["model"])
    columns = {f.name: values[:, place] for place, f in enumerate(features)}
    columns["score"] = model.logits(np.column_stack([columns[name] for name in model.names]))
    found = {
        name: drift.psi(np.array(shares), drift.shares_of(columns[name], bounds))
        for name, (bounds, shares) in stated["bands"].items()
    }
    feature = max((n for n in found if n != "score"), key=lambda n: (found[n], n))
    return [Measure("psi_score", found["score"]), Measure(f"psi_feature:{feature}", found[feature])]
