"""The input seam: any form of the same exports gives the same marts, and the smallest set runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest
from conftest import DBT

from plr import contract
from plr.trials import missing

ROOT = Path(__file__).resolve().parents[2]
LEDGER = ("fct_mrr_movements", "fct_account_mrr_months", "rpt_retention", "fct_revenue_events")


def build(inputs: str, place: Path, *more: str) -> subprocess.CompletedProcess:
    """Build the marts of some inputs into a warehouse of their own."""
    place.mkdir(exist_ok=True)
    return subprocess.run(
        [
            *(*DBT, "build"),
            *("--target-path", str(place / "target"), "--log-path", str(place), *more),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "PLR_INPUTS": inputs,
            "PLR_WAREHOUSE": str(place / "plr.duckdb"),
            "PLR_PUBLICATION": str(place / "publication"),
            "PLR_SALT": "inputs",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def query(place: Path, sql: str) -> list[tuple]:
    """Return the rows of a query over a finished warehouse."""
    with duckdb.connect(str(place / "plr.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def ledger(place: Path) -> dict[str, tuple]:
    """Return row count and order-free hash of the marts of the ledger."""
    return {
        name: query(
            place, f"select count(*), coalesce(bit_xor(hash(t)), 0) from marts.{name} as t"
        )[0]
        for name in LEDGER
    }


@pytest.fixture(scope="module")
def company(tmp_path_factory) -> Path:
    """A small company's exports as one Parquet file per table."""
    from plr import demo

    place = tmp_path_factory.mktemp("company")
    demo.write(place / "inputs", place / "truth", demo.small())
    return place / "inputs"


@pytest.fixture(scope="module")
def expected(company, tmp_path_factory) -> dict[str, tuple]:
    """The ledger of that company from Parquet files."""
    place = tmp_path_factory.mktemp("parquet")
    done = build(str(company), place)
    assert done.returncode == 0, done.stdout[-4000:]
    found = ledger(place)
    assert found["fct_mrr_movements"][0] > 20
    return found


@pytest.mark.slow
def test_csv_and_folders_of_files_give_the_same_ledger(company, expected, tmp_path):
    """Every second table as CSV, the rest as folders of several Parquet files."""
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    with duckdb.connect() as connection:
        for position, source in enumerate(sorted(company.glob("*.parquet"))):
            if position % 2:
                connection.execute(f"copy (from '{source}') to '{inputs}/{source.stem}.csv'")
                continue
            folder = inputs / source.stem / "part"
            folder.mkdir(parents=True)
            for half in (0, 1):
                connection.execute(
                    f"copy (select * exclude (file_row_number) from "
                    f"read_parquet('{source}', file_row_number = true) "
                    f"where file_row_number % 2 = {half}) to '{folder}/{half}.parquet'"
                )
    done = build(str(inputs), tmp_path / "built")
    assert done.returncode == 0, done.stdout[-4000:]
    assert ledger(tmp_path / "built") == expected


@pytest.mark.slow
def test_tables_in_a_schema_give_the_same_ledger(company, expected, tmp_path):
    """On a warehouse PLR_INPUTS names the schema."""
    place = tmp_path / "built"
    place.mkdir()
    with duckdb.connect(str(place / "plr.duckdb")) as connection:
        connection.execute("create schema exports")
        for source in sorted(company.glob("*.parquet")):
            connection.execute(f"create table exports.{source.stem} as from '{source}'")
    done = build("schema:exports", place)
    assert done.returncode == 0, done.stdout[-4000:]
    assert ledger(place) == expected


def test_the_smallest_set_runs_and_says_what_is_lost(company, tmp_path):
    """Absent tables are empty, every metric and mode that needs one says so, and none is zero."""
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    needed = [t.name for t in contract.load(ROOT).values() if t.minimum == "true"]
    assert len(needed) == 12
    for name in [*needed, "subscription_changes"]:
        shutil.copy(company / f"{name}.parquet", inputs)
    done = build(str(inputs), tmp_path / "built")
    assert done.returncode == 0, done.stdout[-4000:]
    rows = dict(
        query(tmp_path / "built", "select metric_id, missing_inputs from marts.rpt_measurability")
    )
    assert rows["M01"] is None
    assert rows["M30"] is not None and "outcome_readings" in rows["M30"]
    absent = query(
        tmp_path / "built", "select count(*) from marts.rpt_input_counts where not is_present"
    )
    assert absent == [(65 - 13,)]
    (away,) = missing.cases(["smallest"])
    assert not set(away) & {*needed, "subscription_changes"}
    outcome = missing.judged(tmp_path / "built" / "plr.duckdb", away, None)
    print(missing.as_text(outcome))
    assert outcome.is_right, missing.as_text(outcome)
    assert "outcome_readings" in str(outcome.modes["hollow_usage"][1])


@pytest.mark.slow
def test_no_changes_snapshots_alone_carry_the_ledger(company, tmp_path):
    """Daily snapshots of the same subscriptions give the same month-end MRR as their changes."""
    inputs = tmp_path / "inputs"
    shutil.copytree(company, inputs)
    (inputs / "subscription_changes.parquet").unlink()
    (inputs / "subscription_snapshots.parquet").unlink(missing_ok=True)
    source = company / "subscription_changes.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"""
            copy (
                with changes as (
                    select *
                    from '{source}'
                    qualify row_number() over (
                        partition by subscription_id, effective_on
                        order by ordered_at desc nulls last, change_id desc
                    ) = 1
                )
                select
                    subscription_id, effective_on as snapshot_on, plan_after as plan,
                    quantity_after as quantity,
                    case when change_type in ('pause', 'cancel') then 0 else unit_price_after end
                        as unit_price,
                    billing_interval, billing_interval_count,
                    case change_type when 'pause' then 'paused' when 'cancel' then 'cancelled'
                        else 'active' end as status
                from changes
                where unit_price_after is not null
            ) to '{inputs}/subscription_snapshots.parquet'
            """
        )
    done = build(str(inputs), tmp_path / "built")
    assert done.returncode == 0, done.stdout[-4000:]
    rows = query(
        tmp_path / "built", "select count(*), sum(closing_mrr) from marts.fct_account_mrr_months"
    )
    assert rows[0][0] > 20 and rows[0][1] > 0


@pytest.mark.slow
def test_no_changes_no_snapshots_recurring_invoice_lines_carry_the_ledger(company, tmp_path):
    """Recurring invoice lines alone are enough for a ledger that closes."""
    inputs = tmp_path / "inputs"
    shutil.copytree(company, inputs)
    (inputs / "subscription_changes.parquet").unlink()
    (inputs / "subscription_snapshots.parquet").unlink(missing_ok=True)
    done = build(str(inputs), tmp_path / "built")
    assert done.returncode == 0, done.stdout[-4000:]
    rows = query(
        tmp_path / "built", "select count(*), sum(closing_mrr) from marts.fct_account_mrr_months"
    )
    assert rows[0][0] > 20 and rows[0][1] > 0
