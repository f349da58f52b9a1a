"""The books worked out by hand, through the project's own models: one claim each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from reference.books import AS_OF, one_input, write_folder
from reference.cases import CASES, Case
from reference.harness import Built, compare_months, compare_retention
from reference.ledger import Ledger, Settings, ledger
from small_builds import ROOT, build, place_of

MARTS = (
    "fct_mrr_movements",
    "fct_account_mrr_months",
    "rpt_retention",
    "bridge_account_identities",
)
BOOKS = {case.name: case.book for case in CASES}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build all cases once, one account each."""
    place: Path = place_of("ledger_cases", tmp_path_factory)
    write_folder(one_input(BOOKS), ROOT / place / "inputs")
    warehouse = build(place, MARTS, AS_OF)
    accounts = warehouse.rows(
        "select source_id, account_id from marts.bridge_account_identities "
        "where source_system = 'customer'"
    )
    return Built(
        True,
        "",
        {row["source_id"]: row["account_id"] for row in accounts},
        warehouse.rows("select * from marts.fct_mrr_movements"),
        warehouse.rows("select * from marts.fct_account_mrr_months"),
        warehouse.rows("select * from marts.rpt_retention where segment = 'all'"),
    )


@pytest.fixture(scope="module")
def expected(built: Built) -> Ledger:
    """Give the reference's answer for the same books."""
    return ledger(one_input(BOOKS), Settings(AS_OF), built.account_of)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_movements(case: Case, built: Built) -> None:
    """The movements of the book are those worked out by hand."""
    customers = {name for name in built.account_of if name.rpartition("-")[0] == case.name}
    accounts = {built.account_of[name] for name in customers}
    assert len(accounts) == 1
    columns = ("moved_on", "product_line", "movement_type", "driver", "arr_basis", "mrr_delta")
    got = [
        tuple(row[c] for c in columns) for row in built.movements if row["account_id"] in accounts
    ]
    assert sorted(got) == sorted(case.movements)


def test_the_last_month_is_that_of_the_as_of_date(built: Built) -> None:
    """No account's months end before the as-of month, whether it pays or not."""
    last: dict[str, date] = {}
    for row in built.months:
        last[row["account_id"]] = max(row["month"], last.get(row["account_id"], row["month"]))
    assert set(last.values()) == {AS_OF.replace(day=1)}


def test_months(built: Built, expected: Ledger) -> None:
    """Every account has every month from its first paid one to the as-of month, and they close."""
    assert [str(difference) for difference in compare_months(expected, built, {})] == []


def test_retention(built: Built, expected: Ledger) -> None:
    """NRR, GRR and logo retention of every month are the reference's."""
    assert [str(difference) for difference in compare_retention(expected, built)] == []
