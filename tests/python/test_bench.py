"""The benchmark on a thousandth of its size: both sides agree, and the report says all it should.

Times are not asserted here; `make bench` is for them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from plr.bench import books, layers, ledger, plain


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the run."""
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def report(work: Path) -> dict[str, Any]:
    """Run the benchmark once, small."""
    return ledger.run(work, scale=0.001, runs=1)


def test_the_report_has_its_fields(report: dict[str, Any]) -> None:
    """Rows, times and memory of both sides, ratios, goals, and seconds per layer."""
    assert (report["subscriptions"], report["changes"], report["months"]) == (1000, 3000, 36)
    for side in ("ours", "plain"):
        assert 0 < report[side]["movements_seconds"] < report[side]["ledger_seconds"]
        assert report[side]["peak_bytes"] > 2**20
    assert report["movements_times_faster"] > 0
    assert report["ledger_share_of_plain"] > 0
    assert len(report["goals"]) == 3
    assert {"staging", "intermediate", "marts"} <= set(report["layers"])
    text = ledger.as_text(report)
    assert "movements, s" in text and "peak memory" in text


def test_every_kind_of_movement_is_compared(report: dict[str, Any], work: Path) -> None:
    """The books have all movement types that a month can show; fx is zero at a constant rate."""
    assert ledger.compare(work / ledger.OURS, work / "plain.duckdb") > 100
    with duckdb.connect(str(work / "plain.duckdb"), read_only=True) as connection:
        found = connection.execute(
            "select distinct movement_type, driver from fct_mrr_movements"
        ).fetchall()
    types = {"new", "expansion", "price", "contraction", "churn", "reactivation"}
    assert {kind for kind, _ in found} == types
    drivers = {"start", "seats", "tier", "addon", "price", "stop", "pause", "resume"}
    assert {driver for _, driver in found} == drivers


def test_a_difference_of_a_hundred_millionth_stops_it(report: dict[str, Any], work: Path) -> None:
    """Where one total differs, no ratio is given."""
    with duckdb.connect(str(work / "plain.duckdb")) as connection:
        connection.execute(
            "update fct_mrr_movements set mrr_delta = mrr_delta + 0.00000001 where movement_id = "
            "(select min(movement_id) from fct_mrr_movements)"
        )
    with pytest.raises(ledger.SidesDisagree, match="1 totals differ"):
        ledger.compare(work / ledger.OURS, work / "plain.duckdb")


def test_the_inputs_are_always_the_same(tmp_path: Path) -> None:
    """Two writes give the same bytes of rows, and three changes per subscription."""
    sums = []
    for name in ("a", "b"):
        size = books.write(tmp_path / name, 0.001)
        sums.append(
            duckdb.sql(
                f"select count(*), bit_xor(hash(t)) "
                f"from '{tmp_path / name}/subscription_changes.parquet' as t"
            ).fetchall()
        )
        assert size.changes == size.subscriptions * books.CHANGES_PER_SUBSCRIPTION
    assert sums[0] == sums[1]


def test_steps_of_the_plain_way_are_named() -> None:
    """Every statement is timed under its name, the movements before the months."""
    names = [name for name, _ in plain.steps()]
    assert names.index("movements") < names.index("months_of_accounts")


def test_layers_of_nodes() -> None:
    """A model belongs to the folder it is in, a test to tests."""
    assert (
        layers.layer_of({"resource_type": "seed", "original_file_path": "seeds/a.csv"}) == "seeds"
    )
    model = {"resource_type": "model", "original_file_path": "models/marts/core/a.sql"}
    assert layers.layer_of(model) == "marts"
    test = {"resource_type": "test", "original_file_path": "tests/conservation/a.sql"}
    assert layers.layer_of(test) == "tests"
