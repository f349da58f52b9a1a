"""The comparison can fail: wrong rules are found by the random books, and made small."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from reference import harness
from reference import ledger as rules
from reference.books import AS_OF, Book, load_fixtures, one_input, save_fixture, size
from reference.harness import Built, compare, draw_books, failing, shrink

SETTINGS = rules.Settings(AS_OF)


@pytest.fixture(scope="module")
def some_books() -> dict[str, Book]:
    """Give fewer books than a full run has."""
    return draw_books(120, 1)


@pytest.fixture(scope="module")
def truth(some_books: dict[str, Book]) -> rules.Ledger:
    """Give the ledger of these books."""
    return rules.ledger(one_input(some_books), SETTINGS)


def as_built(books: Mapping[str, Book], settings: rules.Settings = SETTINGS) -> Built:
    """Stand in for the models: the reference itself, under whatever rules hold now."""
    tables = one_input(books)
    answer = rules.ledger(tables, settings)
    accounts = {row["customer_id"]: row["customer_id"] for row in tables["billing_customers"]}
    retention = [
        row | {c: float(row[c]) for c in ("nrr", "grr", "logo_retention")}
        for row in answer.retention
    ]
    return Built(True, "", accounts, answer.movements, answer.months, retention)


def test_the_same_rules_agree(some_books: dict[str, Book], truth: rules.Ledger) -> None:
    """No difference is invented."""
    assert compare(truth, as_built(some_books)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        replace(SETTINGS, renewal_gap_days=29),
        replace(SETTINGS, renewal_gap_days=31),
        replace(SETTINGS, renewal_gap_days=0),
        replace(SETTINGS, past_due_grace_days=29),
        replace(SETTINGS, past_due_grace_days=31),
        replace(SETTINGS, fiscal_year_start_month=2),
        replace(SETTINGS, as_of=AS_OF - timedelta(days=1)),
    ],
    ids=lambda s: (
        f"gap{s.renewal_gap_days}_grace{s.past_due_grace_days}_fy"
        f"{s.fiscal_year_start_month}_{s.as_of}"
    ),
)
def test_wrong_parameters_are_found(
    some_books: dict[str, Book], truth: rules.Ledger, wrong: rules.Settings
) -> None:
    """A parameter off by one shows in some book."""
    assert compare(truth, as_built(some_books, wrong))


def unordered(rows: Any, settings: rules.Settings) -> Any:
    """Forget when changes were ordered."""
    return [dict(row) | {"ordered_at": None} for row in RIGHT["known_changes"](rows, settings)]


def price_first(before: rules.State, after: rules.State, kind: str, paying: bool) -> Any:
    """Split at the new unit price instead of the old one."""
    pieces = RIGHT["split"](before, after, kind, paying)
    if len(pieces) < 3 or not after.quantity:
        return pieces
    unit = after.mrr / after.quantity
    volume = rules.to_8_decimals((after.quantity - before.quantity) * unit)
    rest = after.mrr - before.mrr - volume - pieces[1][1]
    return [(pieces[0][0], volume), pieces[1], ("price", rest)]


def never_back(piece: rules.Piece, opening: Fraction, closing: Fraction, _: bool) -> str:
    """Take a return for a new customer."""
    return RIGHT["movement_type"](piece, opening, closing, False)


def increase_first(piece: rules.Piece, opening: Fraction, closing: Fraction, has_paid: bool) -> str:
    """Call every increase after the first an expansion, as a peer does."""
    kind = RIGHT["movement_type"](piece, opening, closing, has_paid)
    return "expansion" if kind == "reactivation" else kind


def two_months(day: date, previous: Fraction, by_month: Any, in_force: bool) -> Fraction:
    """Average usage over two months only."""
    del by_month
    return previous if not in_force else RIGHT["usage_of_day"](day, previous, {}, in_force)


def no_chains(*_: Any) -> None:
    """Let no subscription continue another."""


def first_rates(rows: Any, settings: rules.Settings) -> Any:
    """Take the first rate of a currency."""
    rates = {row["currency"]: Fraction(row["rate"]) for row in reversed(rows)}
    return rates | {settings.reporting_currency: Fraction(1)}


RIGHT: dict[str, Any] = {
    name: getattr(rules, name)
    for name in ("known_changes", "split", "movement_type", "usage_of_day")
}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("known_changes", unordered),
        ("split", price_first),
        ("movement_type", never_back),
        ("movement_type", increase_first),
        ("usage_of_day", two_months),
        ("link_chains", no_chains),
        ("read_suspensions", no_chains),
        ("constant_rates", first_rates),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_wrong_rules_are_found(
    monkeypatch: pytest.MonkeyPatch,
    some_books: dict[str, Book],
    truth: rules.Ledger,
    name: str,
    wrong: Any,
) -> None:
    """A rule that is wrong in one way shows in some book."""
    monkeypatch.setattr(rules, name, wrong)
    assert compare(truth, as_built(some_books))


def test_one_cent_fraction_is_found(some_books: dict[str, Book], truth: rules.Ledger) -> None:
    """A millionth off in one row is a difference in that row, and of that account."""
    built = as_built(some_books)
    row = built.movements[7]
    built.movements[7] = row | {"mrr_delta": row["mrr_delta"] + Decimal("0.000001")}
    built.months.pop()
    found = compare(truth, built)
    assert len(found) == 2
    assert found[0].account == row["account_id"]
    assert (found[1].expected, found[1].got) == ("a row", "no row")
    assert failing(found, some_books)


def test_a_failing_book_is_made_small_and_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, some_books: dict[str, Book]
) -> None:
    """Shrinking keeps the failure, leaves a handful of rows, and the fixture is that book."""

    def wrong_models(books: Mapping[str, Book], _: Path) -> Built:
        return as_built(books, replace(SETTINGS, renewal_gap_days=29))

    monkeypatch.setattr(harness, "build", wrong_models)
    found, _ = harness.run(some_books, tmp_path)
    large = some_books[failing(found, some_books)[-1]]
    small = shrink(large, tmp_path, 20, see=lambda _: None)
    assert size(small) < size(large)
    assert sum(map(len, small.values())) <= 7
    still, _ = harness.run({"small": small}, tmp_path)
    assert still
    save_fixture(tmp_path, "small", "renewed a day late", small)
    again, _ = harness.run(load_fixtures(tmp_path), tmp_path)
    assert [str(d) for d in again if d.account] == [str(d) for d in still if d.account]


def test_the_seed_rotates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another day draws other books; a fixed seed draws the same ones."""
    monkeypatch.delenv("PLR_SEED", raising=False)
    monkeypatch.setenv("PLR_SEED_DATE", "2025-01-01")
    first = harness.seed_of_the_run()
    monkeypatch.setenv("PLR_SEED_DATE", "2025-01-02")
    assert harness.seed_of_the_run() == first + 1
    monkeypatch.setenv("PLR_SEED", "42")
    assert harness.seed_of_the_run() == 42
    assert draw_books(5, 42) == draw_books(5, 42) != draw_books(5, 43)
