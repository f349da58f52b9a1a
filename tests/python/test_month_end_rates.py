"""The ledger under fx_basis month_end, worked out by hand: what a rate moves is fx, nothing else.

A month counts at the last rate of the month before; on its last day it is revalued at its own.
Euros stand at 1.10 in January, at 1.20 in February and March (two rates alike move nothing), and at
1.05 from April.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from reference.books import Book, book, change, invoice_line, one_input, subscription, write_folder
from small_builds import ROOT, Warehouse, build, place_of, write_csv

AS_OF = date(2024, 4, 15)
MARTS = ("fct_mrr_movements", "fct_account_mrr_months", "bridge_account_identities")
RATES = [
    {"rate_date": day, "currency": "EUR", "rate": Decimal(rate)}
    for day, rate in [
        (date(2023, 12, 29), "1.10"),
        (date(2024, 1, 10), "1.99"),
        (date(2024, 1, 31), "1.20"),
        (date(2024, 2, 29), "1.20"),
        (date(2024, 3, 28), "1.05"),
    ]
]
Movement = tuple[str, str, str, str]


def euros(id_: str = "s", started: str = "2024-01-15", **more: date) -> dict:
    """Give a subscription in euros."""
    return subscription(id_, date.fromisoformat(started), currency="EUR", **more)


def start(id_: str = "s", on: str = "2024-01-15", **more: str) -> dict:
    """Give the start of a subscription: 1 for 100 a month."""
    return change(f"{id_}-1", id_, "start", date.fromisoformat(on), 1, 100, **more)


BOOKS: dict[str, Book] = {
    "grows": book([euros()], [start(), change("2", "s", "quantity", date(2024, 2, 10), 2, 100)]),
    "starts_on_the_last_day": book([euros(started="2024-01-31")], [start(on="2024-01-31")]),
    "cancels_on_the_last_day": book(
        [euros()], [start(), change("2", "s", "cancel", date(2024, 3, 31))]
    ),
    "ends_on_the_first_day": book(
        [euros(ended_on=date(2024, 4, 1), cancelled_on=date(2024, 3, 5))], [start()]
    ),
    "pauses": book(
        [euros()],
        [
            start(),
            change("2", "s", "pause", date(2024, 1, 20), 1, 100),
            change("3", "s", "resume", date(2024, 2, 5), 1, 100),
        ],
    ),
    "is_renewed_late": book(
        [euros(ended_on=date(2024, 3, 20)), euros("t", "2024-04-02")],
        [start(), start("t", "2024-04-02")],
    ),
    "pays_in_dollars": book([subscription("s", date(2024, 1, 15))], [start()]),
    "is_metered": book(
        invoice_lines=[
            invoice_line("1", "overage", 30, date(2024, 2, 1), date(2024, 2, 29), currency="EUR")
        ]
    ),
}
EXPECTED: dict[str, list[Movement]] = {
    "grows": [
        ("2024-01-15", "new", "start", "110"),
        ("2024-01-31", "fx", "fx", "10"),
        ("2024-02-10", "expansion", "seats", "120"),
        ("2024-03-31", "fx", "fx", "-30"),
    ],
    "starts_on_the_last_day": [
        ("2024-01-31", "fx", "fx", "10"),
        ("2024-01-31", "new", "start", "110"),
        ("2024-03-31", "fx", "fx", "-15"),
    ],
    "cancels_on_the_last_day": [
        ("2024-01-15", "new", "start", "110"),
        ("2024-01-31", "fx", "fx", "10"),
        ("2024-03-31", "churn", "stop", "-120"),
    ],
    "ends_on_the_first_day": [
        ("2024-01-15", "new", "start", "110"),
        ("2024-01-31", "fx", "fx", "10"),
        ("2024-03-31", "fx", "fx", "-15"),
        ("2024-04-01", "churn", "stop", "-105"),
    ],
    "pauses": [
        ("2024-01-15", "new", "start", "110"),
        ("2024-01-20", "churn", "pause", "-110"),
        ("2024-02-05", "reactivation", "resume", "120"),
        ("2024-03-31", "fx", "fx", "-15"),
    ],
    "is_renewed_late": [
        ("2024-01-15", "new", "start", "110"),
        ("2024-01-31", "fx", "fx", "10"),
        ("2024-03-31", "fx", "fx", "-15"),
    ],
    "pays_in_dollars": [("2024-01-15", "new", "start", "100")],
    "is_metered": [("2024-02-29", "new", "usage", "12")],
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Build the ledger of all books once, at month-end rates."""
    place = place_of("month_end_rates", tmp_path_factory)
    inputs = ROOT / place / "inputs"
    write_folder(one_input(BOOKS) | {"fx_rates": RATES}, inputs)
    write_csv(inputs, {"parameters": "parameter,value\nfx_basis,month_end"})
    return build(place, MARTS, AS_OF)


def of_book(built: Warehouse, mart: str, name: str) -> list[dict]:
    """Return the rows of one book's account."""
    return built.rows(
        f"select t.* from marts.{mart} as t inner join marts.bridge_account_identities as b"
        " on t.account_id = b.account_id"
        f" where b.source_system = 'customer' and b.source_id = '{name}-c'"
    )


@pytest.mark.parametrize("name", BOOKS)
def test_movements(built: Warehouse, name: str) -> None:
    """The movements of the book are those worked out by hand."""
    got = [
        (str(row["moved_on"]), row["movement_type"], row["driver"], row["mrr_delta"])
        for row in of_book(built, "fct_mrr_movements", name)
    ]
    expected = [(*moved, Decimal(amount)) for *moved, amount in EXPECTED[name]]
    assert sorted(got) == sorted(expected)


@pytest.mark.parametrize("name", BOOKS)
def test_months_close(built: Warehouse, name: str) -> None:
    """Opening and movements make the closing, which is the next opening, with fx a column of it."""
    months = sorted(of_book(built, "fct_account_mrr_months", name), key=lambda row: row["month"])
    assert months[-1]["month"] == AS_OF.replace(day=1)
    opening = Decimal(0)
    for row in months:
        moved = {kind: row[f"{kind}_mrr"] for kind in ("new", "expansion", "price", "contraction")}
        moved |= {kind: row[f"{kind}_mrr"] for kind in ("churn", "reactivation", "fx")}
        assert row["opening_mrr"] == opening
        assert row["closing_mrr"] == opening + sum(moved.values())
        opening = row["closing_mrr"]
    fx = sum(Decimal(amount) for _, kind, _, amount in EXPECTED[name] if kind == "fx")
    assert sum(row["fx_mrr"] for row in months) == fx
