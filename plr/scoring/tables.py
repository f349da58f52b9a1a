"""Between the warehouse and the pure functions: feature tables in, tables of results out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from plr.scoring import features, propensity
from plr.scoring.quality import Measure

SAMPLE_ROWS = 400_000

MODEL_SCHEMA = pa.schema(
    [
        ("model_version", pa.string()),
        ("trained_on", pa.date32()),
        ("trained_through", pa.date32()),
        ("is_shipped", pa.bool_()),
        ("reason", pa.string()),
        ("measure", pa.string()),
        ("window_from", pa.date32()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("base_rate", pa.float64()),
        ("definition", pa.string()),
    ]
)
DRIFT_SCHEMA = pa.schema(
    [
        ("score", pa.string()),
        ("model_version", pa.string()),
        ("as_of_on", pa.date32()),
        ("measure", pa.string()),
        ("value", pa.float64()),
        ("rows_scored", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Score:
    """A propensity score: its feature table's keys, what it must beat, what it may set.

    entity: the column that counts once however many rows it has; rule: column of the rule to beat
    (points, 0 to 100); lever: feature whose two settings are compared; nothing: why there may be no
    row at all.
    """

    name: str
    key: tuple[str, ...]
    nothing: str
    entity: str = "account_id"
    rule: str | None = None
    lever: str | None = None


PQL = Score("pql", ("workspace_id",), "no workspace that its own users opened", rule="points")
EXPANSION = Score(
    "expansion", ("account_id", "product_line"), "no account ever paid", lever="had_motion"
)
CONVERSION = Score(
    "conversion", ("workspace_id", "product_line"), "no unpaid workspace ever got value",
    lever="had_motion",
)  # fmt: skip

LIFETIME_VALUE = Score("lifetime_value", ("account_id",), "no account ever paid")


def settings_of(relation: Any) -> dict[str, Any]:
    """Return the one row of settings by name."""
    return dict(zip(relation.columns, relation.fetchall()[0], strict=True))


def listed(relation: Any, score: str) -> tuple[features.Feature, ...]:
    """Return the features that the seed lists for a score."""
    rows = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    return features.of_rows(rows, score)


def rules_of(settings: dict[str, Any]) -> propensity.Rules:
    """Return what a score must reach."""
    return propensity.Rules(
        int(settings["min_cell_n"]),
        float(settings["score_lift_min"]),
        int(settings["score_train_months"]),
        int(settings["score_holdout_months"]),
    )


def sampled(
    session: Any, relation: Any, key: Sequence[str], size: int = SAMPLE_ROWS
) -> pd.DataFrame:
    """Read the rows whose outcome is known: every positive, and of the others a part by entity.

    Which part does not depend on the order of rows; ``weight`` says how many each row stands for.
    """
    session.register("rows_to_learn_from", relation)
    try:
        ((count,),) = session.sql("select count(*) from rows_to_learn_from").fetchall()
        share = min(1.0, size / max(count, 1))
        hashed = f"('0x' || substr(md5(concat_ws('|', {', '.join(key)})), 1, 8))::bigint"
        chosen = session.sql(
            f"""
            select *, case when is_kept_whole then 1.0 else {1 / share!r} end as weight
            from (
                select *, coalesce(outcome_on <= label_until, false) as is_kept_whole
                from rows_to_learn_from
            )
            where is_kept_whole or {hashed} < {share!r} * 4294967296
            """
        )
        return chosen.to_arrow_table().to_pandas()
    finally:
        session.unregister("rows_to_learn_from")


def nan_as_none(value: float) -> float | None:
    """Return a number, None where it is not known."""
    return None if value != value else float(f"{value:.9g}")


def date_of(day: int | None) -> Any:
    """Return the date of a day since 1970-01-01."""
    return None if day is None else np.datetime64(day, "D").astype(object)


def model_rows(trained: propensity.Trained) -> Iterator[dict[str, Any]]:
    """Return one row per measure of a model, and one that holds its definition."""
    measures = [*trained.measures, Measure("definition", float("nan"))]
    for measure in measures:
        yield {
            "model_version": trained.model_version,
            "trained_on": date_of(trained.trained_on),
            "trained_through": date_of(trained.trained_through),
            "is_shipped": trained.is_shipped,
            "reason": trained.reason,
            "measure": measure.name,
            "window_from": date_of(
                trained.trained_on if trained.window_start is None else trained.window_start
            ),
            "value": nan_as_none(measure.value),
            "low": nan_as_none(measure.low),
            "high": nan_as_none(measure.high),
            "base_rate": nan_as_none(trained.base_rate),
            "definition": trained.definition() if measure.name == "definition" else None,
        }


def quarter_ends(as_of_dates: Any) -> list[int]:
    """Return the days on which models are trained: ends of quarters, else the as-of day alone."""
    found = as_of_dates.filter("is_quarter_end").project("as_of_on").fetchall()
    found = found or as_of_dates.filter("is_current").project("as_of_on").fetchall()
    return sorted(int(np.datetime64(day, "D").astype(int)) for (day,) in found)


def models(
    session: Any, score: Score, relation: Any, feature_seed: Any, settings: Any, as_of_dates: Any
) -> pa.Table:
    """Train the models of a score as of each quarter end; one row per model and measure."""
    known = settings_of(settings)
    chosen = listed(feature_seed, score.name)
    ends = quarter_ends(as_of_dates)
    ((today,),) = as_of_dates.aggregate("max(as_of_on)").fetchall()
    frame = pd.DataFrame()
    if today is not None:
        matured = relation.filter(f"label_until <= date '{today}'")
        frame = sampled(session, matured, score.key[:1])
    if not len(frame):
        ((count,),) = relation.aggregate("count(*)").fetchall()
        why = (
            "no scored day has a known outcome yet" if count else f"not applicable: {score.nothing}"
        )
        day = ends[-1] if ends else 0
        empty = propensity.Trained(
            f"{score.name}-none", day, None, False, why, (Measure("training_positives", 0.0),)
        )
        return pa.Table.from_pylist(list(model_rows(empty)), schema=MODEL_SCHEMA)
    rows = propensity.rows_of(frame, chosen, score.key, score.entity, score.rule)
    cut = float(known["pql_cut"]) if score.rule else None
    found = []
    for day in ends:
        trained = propensity.train(rows, chosen, day, rules_of(known), score.name, score.lever, cut)
        found.extend(model_rows(trained))
    return pa.Table.from_pylist(found, schema=MODEL_SCHEMA)


def definitions(models_relation: Any) -> list[tuple[int, str, bool, str, str]]:
    """Return day, version, whether shipped, reason and definition of each model, oldest first."""
    found = (
        models_relation.filter("measure = 'definition'")
        .project("trained_on, model_version, is_shipped, reason, definition")
        .fetchall()
    )
    return sorted((int(np.datetime64(day, "D").astype(int)), *rest) for day, *rest in found)


def serving(kept: Sequence[tuple[Any, ...]], day: int) -> tuple[Any, ...] | None:
    """Return the latest model trained by a day; None before the first."""
    before = [one for one in kept if one[0] <= day]
    return before[-1] if before else None


def by_day(session: Any, relation: Any, columns: str) -> Iterator[tuple[int, pd.DataFrame]]:
    """Give the rows of each scored day, one day after the other, so that memory is that of one."""
    dates = sorted(day for (day,) in relation.project("as_of_on").distinct().fetchall())
    for date in dates:
        frame = relation.filter(f"as_of_on = date '{date}'").project(columns)
        yield int(np.datetime64(date, "D").astype(int)), frame.to_arrow_table().to_pandas()


def scores(
    session: Any, score: Score, relation: Any, feature_seed: Any, models_relation: Any
) -> Any:
    """Score every row with the model that served on its day; returns a relation."""
    chosen = listed(feature_seed, score.name)
    kept = definitions(models_relation)
    keys = ", ".join(f"{name} varchar" for name in score.key)
    session.execute(
        f"""
        create or replace temp table {score.name}_scored (
            {keys}, as_of_on date, probability double, probability_with double,
            probability_without double, is_above_cut boolean, method varchar,
            model_version varchar, top_reasons varchar
        )
        """
    ).fetchall()
    columns = ", ".join(dict.fromkeys([*score.key, *(f.name for f in chosen)]))
    for day, frame in by_day(session, relation, columns):
        frame = frame.sort_values(list(score.key), kind="stable")
        values = np.column_stack(
            [pd.to_numeric(frame[f.name]).to_numpy(dtype=float, na_value=np.nan) for f in chosen]
        )
        model = serving(kept, day)
        version, ships, definition = (
            (model[1], model[2], model[4]) if model else (f"{score.name}-none", False, None)
        )
        empty = '{"model": null, "rates": {}, "bands": {}, "cut": null}'
        said = propensity.apply(definition or empty, values, chosen, score.lever)
        fallback = "points" if score.rule else "rates"
        part = frame[list(score.key)].assign(
            as_of_on=date_of(day),
            probability=said.probability,
            probability_with=said.with_lever,
            probability_without=said.without_lever,
            is_above_cut=said.is_above_cut if ships else None,
            method="model" if ships else fallback,
            model_version=version,
            top_reasons=said.top_reasons if ships else None,
        )
        table = pa.Table.from_pandas(part, preserve_index=False)
        session.register("scored_part", table)
        session.execute(f"insert into {score.name}_scored select * from scored_part").fetchall()
        session.unregister("scored_part")
    return session.sql(
        f"""
        select * replace (
            case when not isnan(probability) then probability end as probability,
            case when not isnan(probability_with) then probability_with end as probability_with,
            case when not isnan(probability_without) then probability_without end
                as probability_without
        )
        from {score.name}_scored
        """
    )


def drifts(
    session: Any, score: Score, relation: Any, feature_seed: Any, models_relation: Any
) -> list[dict[str, Any]]:
    """Return how far the rows of each scored day have moved from the training of its model."""
    chosen = listed(feature_seed, score.name)
    kept = definitions(models_relation)
    if not any(one[2] for one in kept):
        return []
    found = []
    columns = ", ".join([*score.key, *(f.name for f in chosen if f.name not in score.key)])
    for day, frame in by_day(session, relation, columns):
        model = serving(kept, day)
        if model is None or not model[2]:
            continue
        values = np.column_stack(
            [pd.to_numeric(frame[f.name]).to_numpy(dtype=float, na_value=np.nan) for f in chosen]
        )
        for measure in propensity.moved(model[4], values, chosen):
            found.append(
                {
                    "score": score.name,
                    "model_version": model[1],
                    "as_of_on": date_of(day),
                    "measure": measure.name,
                    "value": nan_as_none(measure.value),
                    "rows_scored": len(frame),
                }  # fmt: skip
            )
    return found


def day_of(date: Any) -> int:
    """Return a date as days since 1970-01-01."""
    return int(np.datetime64(date, "D").astype(int))


def dicts(relation: Any) -> list[dict[str, Any]]:
    """Return the rows of a relation by column name."""
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def renewal_models(renewals: Any, rates: Any, settings: Any, as_of_dates: Any) -> pa.Table:
    """Judge the expected losses of renewals as of each quarter end."""
    from plr.scoring import renewal_quality

    known = settings_of(settings)
    read = renewals.project(
        "account_id, judged_month, known_on, matures_on, peer_group, usage_quintile, hu_class, "
        "loss_share::double as loss_share"
    )
    said = renewal_quality.told(
        dicts(read),
        dicts(rates.project("as_of_month, peer_group, usage_quintile, hu_class, p_loss, renewals")),
        day_of,
    )
    found = []
    for day in quarter_ends(as_of_dates):
        found.extend(model_rows(renewal_quality.judge(said, day, int(known["min_cell_n"]))))
    return pa.Table.from_pylist(found, schema=MODEL_SCHEMA)


LIFETIME_SCHEMA = pa.schema(
    [
        ("account_id", pa.string()),
        ("as_of_on", pa.date32()),
        ("clv", pa.float64()),
        ("clv_low", pa.float64()),
        ("clv_high", pa.float64()),
        ("clv_simple", pa.float64()),
        ("expected_months", pa.float64()),
        ("monthly_churn", pa.float64()),
        ("method", pa.string()),
        ("model_version", pa.string()),
    ]
)


def lifetimes(
    relation: Any, margins: Any, feature_seed: Any, settings: Any, models_relation: Any
) -> pa.Table:
    """Return the lifetime value of every paying account on every scored day."""
    from plr.scoring import lifetime

    frame = relation.to_arrow_table().to_pandas()
    margin = margins.project("account_id, as_of_on, margin_share").to_arrow_table().to_pandas()
    if not len(frame):
        return pa.Table.from_pylist([], schema=LIFETIME_SCHEMA)
    known = settings_of(settings)
    chosen = listed(feature_seed, LIFETIME_VALUE.name)
    kept = definitions(models_relation)
    terms = lifetime.Terms(
        int(known["clv_months"]), float(known["clv_discount_rate"]),
        float(known["impact_interval_level"]), float(known["beta_prior_strength"]),
    )  # fmt: skip
    frame = frame.merge(margin, on=["account_id", "as_of_on"], how="left")
    frame = frame.sort_values(["as_of_on", "account_id"], kind="stable").reset_index(drop=True)
    day = propensity.days(frame["as_of_on"])
    until = propensity.days(frame["label_until"])
    ended = propensity.days(frame["outcome_on"])
    values = np.column_stack([pd.to_numeric(frame[f.name]).to_numpy(dtype=float) for f in chosen])
    earns = frame["mrr"].to_numpy(dtype=float) * frame["margin_share"].to_numpy(dtype=float)
    groups = frame["peer_group"].to_numpy(dtype=object).astype(str)
    parts = []
    for now in np.unique(day):
        here = day == now
        model = serving(kept, int(now))
        through = until <= (model[0] if model else now)
        told = lifetime.of_day(
            values[here], earns[here], groups[here],
            lifetime.Past(groups[through], (ended <= until)[through]),
            json.loads(model[4])["model"] if model and model[2] else None,
            [f.name for f in chosen], terms,
        )  # fmt: skip
        parts.append(
            pd.DataFrame(
                {
                    "account_id": frame["account_id"][here].to_numpy(),
                    "as_of_on": [date_of(int(now))] * int(here.sum()),
                    **told,
                    "model_version": model[1] if model else "lifetime_value-none",
                }
            )
        )
    return pa.Table.from_pandas(pd.concat(parts), schema=LIFETIME_SCHEMA, preserve_index=False)


def levels_of(relation: Any) -> tuple[pd.DataFrame, Any]:
    """Read the levels of use in order; nothing used at the foretold day is zero."""
    from plr.scoring import forecast

    frame = relation.to_arrow_table().to_pandas()
    frame = frame.sort_values(["as_of_on", "account_id", "limit_key"], kind="stable")
    numbers = {
        name: pd.to_numeric(frame[name]).to_numpy(dtype=float, na_value=np.nan)
        for name in ("used_level", "level_month_ago", "level_quarter_ago", "outcome_level")
    }
    accounts = frame["account_id"].to_numpy(dtype=object).astype(str)
    return frame, forecast.Levels(
        propensity.days(frame["as_of_on"]), propensity.days(frame["label_until"]),
        frame["limit_key"].to_numpy(dtype=object).astype(str),
        np.unique(accounts, return_inverse=True)[1],
        numbers["used_level"], numbers["level_month_ago"],
        numbers["level_quarter_ago"], np.nan_to_num(numbers["outcome_level"]),
    )  # fmt: skip


def forecast_models(relation: Any, settings: Any, as_of_dates: Any) -> pa.Table:
    """Train the forecast of each limit as of each quarter end; one row per model and measure."""
    from plr.scoring import forecast

    known = settings_of(settings)
    _, levels = levels_of(relation)
    ends = quarter_ends(as_of_dates)
    found = []
    for day in ends:
        for key in np.unique(levels.limit_key[levels.as_of_day <= day]):
            trained = forecast.train(
                levels,
                str(key),
                day,
                int(known["min_cell_n"]),
                float(known["impact_interval_level"]),
            )
            found.extend(model_rows(trained))
    if not found:
        nothing = propensity.Trained(
            "usage_forecast-none", ends[-1] if ends else 0, None, False,
            "not applicable: no use was ever recorded", (Measure("training_entities", 0.0),),
        )  # fmt: skip
        found.extend(model_rows(nothing))
    return pa.Table.from_pylist(found, schema=MODEL_SCHEMA)


FORECAST_SCHEMA = pa.schema(
    [
        ("account_id", pa.string()),
        ("limit_key", pa.string()),
        ("as_of_on", pa.date32()),
        ("forecast", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("method", pa.string()),
        ("model_version", pa.string()),
    ]
)


def forecasts(relation: Any, models_relation: Any) -> pa.Table:
    """Return the forecast of every account and limit on every scored day."""
    from plr.scoring import forecast

    frame, levels = levels_of(relation)
    kept = definitions(models_relation)
    parts = []
    for key in np.unique(levels.limit_key):
        own = [one for one in kept if one[1].startswith(f"usage_forecast-{key}-2")]
        for day in np.unique(levels.as_of_day):
            here = (levels.limit_key == key) & (levels.as_of_day == day)
            if not here.any():
                continue
            model = serving(own, int(day))
            rates = json.loads(model[4])["rates"] if model else {}
            told, low, high = forecast.apply(rates, levels.take(here))
            parts.append(
                pd.DataFrame(
                    {
                        "account_id": frame["account_id"].to_numpy()[here],
                        "limit_key": str(key),
                        "as_of_on": [date_of(int(day))] * int(here.sum()),
                        "forecast": told,
                        "low": low,
                        "high": high,
                        "method": "model" if model and model[2] else "no_change",
                        "model_version": model[1] if model else "usage_forecast-none",
                    }
                )
            )
    if not parts:
        return pa.Table.from_pylist([], schema=FORECAST_SCHEMA)
    return pa.Table.from_pandas(pd.concat(parts), schema=FORECAST_SCHEMA, preserve_index=False)
