"""Scores through dbt: a past score is made again to the last digit; what does not apply says so."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Built

from plr.scoring import features, propensity, tables
from plr.trials import build, scores, scores_company

ROOT = Path(__file__).resolve().parents[2]
MODELS = ("+score_pql", "+rpt_score_quality")
TODAY, BEFORE = "2025-12-31", "2025-08-31"


def made(place: Path, company: scores_company.Company, as_of: str = TODAY) -> Path:
    """Write a company, build its scores as of a day, and return the warehouse."""
    place.mkdir(parents=True, exist_ok=True)
    scores_company.write(company, place / "inputs")
    build.dbt(
        place, "build", "--select", *MODELS, "--exclude-resource-type", "test", "unit_test",
        "--vars", f"as_of_date: {as_of}",
    )  # fmt: skip
    return place / "plr.duckdb"


def rows(warehouse: Path, query: str) -> list[tuple[object, ...]]:
    """Return the rows of a query."""
    with duckdb.connect(str(warehouse), read_only=True) as session:
        return session.execute(query).fetchall()


@pytest.mark.parametrize("score", [tables.PQL, tables.EXPANSION, tables.CONVERSION])
def test_a_kept_definition_makes_every_score_again(
    demo_warehouse: Built, score: tables.Score
) -> None:
    """Features of a day and the definition that served give each probability, digit by digit."""
    with open(ROOT / "seeds" / "score_features.csv", encoding="utf-8") as file:
        chosen = features.of_rows(csv.DictReader(file), score.name)
    with duckdb.connect(str(demo_warehouse.warehouse), read_only=True) as session:
        keys = " and ".join(f"scores.{key} = features.{key}" for key in score.key)
        frame = session.sql(
            f"""
            select features.*, scores.probability as told, models.definition
            from intermediate.{score.name}_scores as scores
            inner join intermediate.int_features__{score.name} as features
                on {keys} and scores.as_of_on = features.as_of_on
            inner join intermediate.{score.name}_models as models
                on scores.model_version = models.model_version and models.measure = 'definition'
            where scores.method = 'model'
            """
        ).df()
    for definition, part in frame.groupby("definition"):
        values = np.column_stack(
            [part[f.name].to_numpy(dtype=float, na_value=np.nan) for f in chosen]
        )
        again = propensity.apply(str(definition), values, chosen, score.lever)
        assert (again.probability == part["told"].to_numpy()).all()


def test_every_score_says_how_good_it_is(demo_warehouse: Built) -> None:
    """Each of the six has rows in the report, and a reason; none is used that lost."""
    found = rows(
        demo_warehouse.warehouse,
        "select score, count(*), count(reason) from marts.rpt_score_quality group by score",
    )
    assert {score for score, _, _ in found} == {
        "pql", "expansion", "conversion", "usage_forecast", "renewal_loss", "lifetime_value",
    }  # fmt: skip
    assert all(count == reasons for _, count, reasons in found)


def test_the_intervals_of_the_demo_company_hold_what_is_asked_for(demo_warehouse: Built) -> None:
    """With few conversions intervals are wide: where the PQL score is used they hold slope 1."""
    measured = rows(
        demo_warehouse.warehouse,
        """
        select model_version, measure, low, high from marts.rpt_score_quality
        where score = 'pql' and is_shipped and measure in ('calibration_slope', 'capture_top_20')
        qualify model_version = max(model_version) over ()
        """,
    )
    for _, measure, low, high in measured:
        asked = (0.9, 1.1) if measure == "calibration_slope" else (0.6, 1.0)
        assert low <= asked[1] and high >= asked[0], measure


@pytest.mark.slow
def test_a_sample_of_the_trial_and_its_past(tmp_path: Path) -> None:
    """6,000 leads: near the planted chances, and the past is what was told in the past."""
    company = scores_company.simulate(4, 6_000)
    warehouse = made(tmp_path / "now", company)
    truth = tmp_path / "truth.parquet"
    pq.write_table(company.truth, truth)
    outcome = scores.judge(warehouse, truth, 4, 0.0)
    assert outcome.is_shipped, outcome.reason
    assert outcome.share > 0.85
    assert outcome.slope_low < 1.1 and outcome.slope_high > 0.9
    past = made(tmp_path / "past", company, BEFORE)
    query = f"""
        select workspace_id, scored_on, probability, score_points, decile, top_reasons,
            model_version
        from marts.score_pql where scored_on <= date '{BEFORE}' order by all
    """
    told = rows(past, query)
    assert len(told) > 10_000
    assert told == rows(warehouse, query)


@pytest.mark.slow
def test_freemium_without_invites_limits_or_prompts(tmp_path: Path) -> None:
    """What is not recorded is not used; the score stands on the rest."""
    company = scores_company.simulate(5, 5_000)
    kept = {
        name: table for name, table in company.tables.items()
        if name not in ("invites", "entitlements", "usage_meters")
    }  # fmt: skip
    spaces = kept["workspaces"].select(["workspace_id", "created_at"])
    kept["workspaces"] = spaces.append_column(
        "entry_model", pa.array(["freemium"] * spaces.num_rows)
    )
    warehouse = made(tmp_path, scores_company.Company(kept, company.truth))
    assert rows(warehouse, "select count(*) from marts.score_pql")[0][0] > 1000
    told = rows(
        warehouse,
        "select distinct top_reasons from marts.score_pql where method = 'model'",
    )
    assert not [words for (words,) in told if "invite" in str(words)]


@pytest.mark.slow
def test_sales_led_alone_says_not_applicable(tmp_path: Path) -> None:
    """Every workspace was opened by people: no leads, and one row that says why."""
    company = scores_company.simulate(6, 1_500)
    spaces = company.tables["workspaces"].select(["workspace_id", "created_at"])
    entered = pa.array(["sales_provisioned"] * spaces.num_rows)
    led = company.tables | {"workspaces": spaces.append_column("entry_model", entered)}
    warehouse = made(tmp_path, scores_company.Company(led, company.truth))
    assert rows(warehouse, "select count(*) from marts.score_pql")[0][0] == 0
    [(is_shipped, reason)] = rows(
        warehouse,
        "select is_shipped, reason from marts.rpt_score_quality where score = 'pql'",
    )
    assert not is_shipped
    assert str(reason).startswith("not applicable")
