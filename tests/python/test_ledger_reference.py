"""The reference ledger itself, on books whose answer was worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from reference.books import (
    AS_OF,
    FX_RATES,
    book,
    change,
    from_json,
    one_input,
    subscription,
    to_json,
)
from reference.cases import CASES, Case
from reference.ledger import Ledger, Settings, ledger, to_8_decimals, twelve_months_before

SETTINGS = Settings(AS_OF)


def one_ledger(case_book: dict, as_of: date = AS_OF) -> Ledger:
    """Build the ledger of one book."""
    return ledger(case_book | {"fx_rates": FX_RATES}, Settings(as_of))


def flat(year_on_year: dict[str, tuple[int, int]]) -> dict:
    """Give accounts with one monthly price a year and two months ago, and another since a month."""
    first, then = date(2024, 6, 1), date(2025, 7, 10)
    books = {}
    for name, (before, after) in year_on_year.items():
        rows = [change("1", "s", "start", first, 1, before)]
        if after != before:
            kind = "price" if after else "cancel"
            rows.append(change("2", "s", kind, then, 1, after))
        books[name] = book([subscription("s", first)], rows)
    return one_input(books)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hand_worked_movements(case: Case) -> None:
    """The reference gives the movements that were worked out by hand, and nothing else."""
    got = [
        (
            m["moved_on"],
            m["product_line"],
            m["movement_type"],
            m["driver"],
            m["arr_basis"],
            m["mrr_delta"],
        )
        for m in one_ledger(case.book).movements
    ]
    assert sorted(got) == sorted(case.movements)


def test_case_names_are_unique() -> None:
    """A case is known by its name in every report."""
    assert len({case.name for case in CASES}) == len(CASES)


def test_x2_retention() -> None:
    """A 100/150, B 80/80, C 50/40, D 70/75: NRR 115.0 %, GRR 96.67 %."""
    tables = flat({"a": (100, 150), "b": (80, 80), "c": (50, 40), "d": (70, 75)})
    last = ledger(tables, SETTINGS).retention[-1]
    assert (last["month"], last["opening_arr"]) == (date(2025, 8, 1), Decimal(12 * 300))
    assert last["nrr"] == Fraction(115, 100)
    assert last["grr"] == Fraction(290, 300)
    assert last["logo_retention"] == 1


def test_vendor_gross_and_net_churn() -> None:
    """Start 100, churn 10, contraction 10, expansion 10: gross churn 20 %, net churn 10 %."""
    last = ledger(flat({"a": (80, 70), "b": (10, 0), "c": (10, 20)}), SETTINGS).retention[-1]
    assert 1 - last["grr"] == Fraction(20, 100)
    assert 1 - last["nrr"] == Fraction(10, 100)
    assert last["logo_retention"] == Fraction(2, 3)


def test_new_accounts_are_outside_retention() -> None:
    """An account that did not pay a year ago is not in the cohort, whatever it pays now."""
    tables = flat({"a": (100, 100)})
    late = book(
        [subscription("s", date(2025, 1, 1))], [change("1", "s", "start", date(2025, 1, 1), 1, 900)]
    )
    for name, rows in one_input({"z": late}).items():
        tables[name] = tables[name] + (rows if name != "fx_rates" else [])
    assert ledger(tables, SETTINGS).retention[-1]["nrr"] == 1


def test_months_have_no_gap() -> None:
    """Months of silence and of zero are rows, from the first paid month to the as-of month."""
    gap = next(c for c in CASES if c.name == "return_on_a_new_subscription_is_reactivation")
    months = one_ledger(gap.book).months
    assert [m["month"] for m in months[:3]] == [date(2024, n, 1) for n in (1, 2, 3)]
    assert months[-1]["month"] == date(2025, 8, 1)
    assert len(months) == 20
    assert [m["closing_mrr"] for m in months[:9]] == [50, 50, 0, 0, 0, 0, 0, 0, 70]


def test_months_start_with_the_data() -> None:
    """The spine comes from the data: the earliest customer is not cut off."""
    early = book(
        [subscription("s", date(2015, 2, 3))], [change("1", "s", "start", date(2015, 2, 3), 1, 10)]
    )
    months = one_ledger(early).months
    assert months[0]["month"] == date(2015, 2, 1)
    assert len(months) == 10 * 12 + 7


def test_a_past_day_is_reproduced() -> None:
    """What expired is carried for thirty days, then lost, then back."""
    late = next(c for c in CASES if c.name == "a_renewal_on_the_thirty_first_day_is_not")
    for day, mrr in [("2024-06-30", 100), ("2024-07-01", 0), ("2024-07-02", 110)]:
        assert one_ledger(late.book, date.fromisoformat(day)).months[-1]["closing_mrr"] == mrr


def test_the_rate_follows_the_fiscal_year() -> None:
    """A year earlier the plan rate was the last one of 2023."""
    euros = next(c for c in CASES if c.name == "a_currency_has_one_rate_for_all_time")
    assert one_ledger(euros.book, date(2024, 8, 19)).months[-1]["closing_mrr"] == Decimal("110.5")


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("1/3", "0.33333333"),
        ("2/3", "0.66666667"),
        ("-2/3", "-0.66666667"),
        ("0.000000005", "0.00000001"),
        ("-0.000000005", "-0.00000001"),
        ("0.0000000049", "0"),
    ],
)
def test_rounding_is_half_away_from_zero(value: str, rounded: str) -> None:
    """Eight decimals, ties away from zero."""
    assert to_8_decimals(Fraction(value)) == Fraction(rounded)


def test_a_year_before() -> None:
    """Month ends are compared with month ends, the open month too."""
    assert twelve_months_before(date(2025, 2, 1)) == date(2024, 2, 29)
    assert twelve_months_before(date(2024, 2, 1)) == date(2023, 2, 28)
    assert twelve_months_before(AS_OF) == date(2024, 8, 31)


def test_floats_are_refused() -> None:
    """A float would hide a rounding before the ledger could see it."""
    one = book(
        [subscription("s", date(2024, 1, 1))], [change("1", "s", "start", date(2024, 1, 1), 1, 1)]
    )
    one["subscription_changes"][0]["unit_price_after"] = 1.1
    with pytest.raises(TypeError, match="not exact"):
        one_ledger(one)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_books_survive_their_file(case: Case) -> None:
    """A book read back from its fixture has the same ledger."""
    back = from_json(to_json(case.book))
    assert one_ledger(back).movements == one_ledger(case.book).movements
