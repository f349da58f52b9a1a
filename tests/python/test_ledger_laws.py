"""Laws that the reference ledger keeps on every random book."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference.books import AS_OF, FX_RATES, Book, books, from_json, size, smaller_books, to_json
from reference.ledger import (
    MOVEMENT_TYPES,
    Ledger,
    Settings,
    State,
    add_months,
    day_of,
    ledger,
    split,
    to_8_decimals,
)

PATIENT = settings(
    max_examples=30,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
AMOUNTS = st.fractions(min_value=0, max_value=10_000, max_denominator=1000).map(to_8_decimals)
QUANTITIES = st.fractions(min_value=0, max_value=500, max_denominator=100)


def one_ledger(one: Book, as_of: date = AS_OF) -> Ledger:
    """Build the ledger of one book."""
    return ledger(one | {"fx_rates": FX_RATES}, Settings(as_of))


@PATIENT
@given(books())
def test_the_bridge_closes(one: Book) -> None:
    """Opening and movements make the closing, which is the next opening; no month is missing."""
    months = one_ledger(one).months
    for row in months:
        moved = sum(row[f"{kind}_mrr"] for kind in MOVEMENT_TYPES)
        assert row["opening_mrr"] + moved == row["closing_mrr"]
    for row, following in zip(months, months[1:], strict=False):
        assert row["closing_mrr"] == following["opening_mrr"]
        assert following["month"] == add_months(row["month"], 1)
    if months:
        assert months[0]["opening_mrr"] == 0
        assert months[-1]["month"] == AS_OF.replace(day=1)


@PATIENT
@given(books())
def test_movements_are_the_change_of_the_day(one: Book) -> None:
    """Each day's movements sum to the change of the account's MRR, and their type fits it."""
    answer = one_ledger(one)
    for account, by_day in answer.mrr_by_day.items():
        moved: dict[date, Fraction] = defaultdict(Fraction)
        types: dict[date, set[str]] = defaultdict(set)
        for row in answer.movements:
            if row["account_id"] == account:
                moved[row["moved_on"]] += Fraction(row["mrr_delta"])
                types[row["moved_on"]].add(row["movement_type"])
        before, has_paid = Fraction(0), False
        for day, after in sorted(by_day.items()):
            assert after - before == moved[day]
            assert after >= 0
            if before == 0 < after:
                assert types[day] == ({"reactivation"} if has_paid else {"new"})
            elif after == 0 < before:
                assert types[day] == {"churn"}
            else:
                assert types[day] <= {"expansion", "price", "contraction"}
            before, has_paid = after, has_paid or after > 0


@PATIENT
@given(books())
def test_signs_and_drivers_fit_the_type(one: Book) -> None:
    """A contraction is negative, an expansion positive, and price is nothing but price."""
    for row in one_ledger(one).movements:
        kind, delta = row["movement_type"], row["mrr_delta"]
        assert delta != 0
        assert row["arr_basis"] == "committed" or row["driver"] == "usage"
        if kind == "contraction":
            assert delta < 0
        elif kind in ("expansion", "price"):
            assert delta > 0
            assert (kind == "price") == (row["driver"] in ("price", "discount"))


@PATIENT
@given(books(), st.randoms(use_true_random=False))
def test_the_order_of_rows_says_nothing(one: Book, random) -> None:
    """Exports come in any order."""
    mixed = {name: random.sample(rows, len(rows)) for name, rows in one.items()}
    assert one_ledger(mixed).movements == one_ledger(one).movements


@PATIENT
@given(books(), st.integers(1, 230))
def test_no_hindsight(one: Book, days_back: int) -> None:
    """An earlier as-of date of the same fiscal year shows the same past.

    Left out is what says something about an earlier day by its nature: a late order, a cancellation
    whose end was not known yet.
    """
    day = AS_OF - timedelta(days=days_back)
    known = one | {
        "subscriptions": [row | {"cancelled_on": None} for row in one["subscriptions"]],
        "subscription_changes": [
            row
            for row in one["subscription_changes"]
            if row["ordered_at"] is None
            or day_of(row["ordered_at"]) <= day
            or row["effective_on"] > day
        ],
        "invoice_lines": [row for row in one["invoice_lines"] if row["line_type"] != "overage"],
    }
    past = [row for row in one_ledger(known).movements if row["moved_on"] <= day]
    assert one_ledger(known, day).movements == past


@PATIENT
@given(books())
def test_a_book_survives_its_file(one: Book) -> None:
    """What is saved as a fixture is the book that failed."""
    assert one_ledger(from_json(to_json(one))).movements == one_ledger(one).movements


@settings(max_examples=8, deadline=None, database=None)
@given(books())
def test_smaller_books_are_books(one: Book) -> None:
    """Every step of the shrinking gives a book the ledger can read, and most are smaller."""
    steps = list(smaller_books(one))[:15]
    for step in steps:
        one_ledger(step)
    assert not steps or min(map(size, steps)) < size(one)


@given(
    AMOUNTS,
    QUANTITIES,
    AMOUNTS,
    QUANTITIES,
    st.none() | AMOUNTS,
    st.none() | AMOUNTS,
    st.sampled_from(("quantity", "price", "renewal", "usage", "addon", "resume", "start")),
    st.booleans(),
    st.booleans(),
)
def test_pieces_sum_to_the_change(
    m0: Fraction,
    q0: Fraction,
    m1: Fraction,
    q1: Fraction,
    l0: Fraction | None,
    l1: Fraction | None,
    kind: str,
    is_same_plan: bool,
    was_paying: bool,
) -> None:
    """However a change is cut, nothing is lost and no piece has more than 8 decimals."""
    before = State(m0, q0, "pro", l0, True)
    after = State(m1, q1, "pro" if is_same_plan else "team", l1, True)
    pieces = split(before, after, kind, was_paying)
    assert sum(amount for _, amount in pieces) == m1 - m0
    assert all(to_8_decimals(amount) == amount for _, amount in pieces)


@given(AMOUNTS.filter(bool), st.integers(1, 500), st.integers(1, 500))
def test_more_of_the_same_is_volume(price: Fraction, q0: int, q1: int) -> None:
    """At an unchanged unit price the whole change is seats."""
    before = State(price * q0, Fraction(q0), "pro", None, True)
    after = State(price * q1, Fraction(q1), "pro", None, True)
    pieces = dict(split(before, after, "quantity", True))
    assert pieces == {"seats": price * (q1 - q0), "discount": 0, "price": 0}
