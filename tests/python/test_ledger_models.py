"""The models' ledger against the reference: random books through `dbt build`, to the last decimal.

PLR_BOOKS is how many are drawn (500), PLR_SEED the seed (it rotates daily in CI), PLR_SHRINK_ROUNDS
how many builds may be spent on making a failing book smaller (4). A failing book is kept in
`fixtures/books` and replayed from then on, beside the hand-worked ones.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from reference.books import Book, load_fixtures, save_fixture
from reference.cases import CASES
from reference.harness import (
    Built,
    Difference,
    draw_books,
    failing,
    run,
    seed_of_the_run,
    shrink,
)

pytestmark = [pytest.mark.property, pytest.mark.slow]

FIXTURES = Path(__file__).parent / "fixtures" / "books"
COUNT = int(os.environ.get("PLR_BOOKS", "500"))
ROUNDS = int(os.environ.get("PLR_SHRINK_ROUNDS", "4"))


@pytest.fixture(scope="module")
def all_books() -> dict[str, Book]:
    """Give the random books of this run, the kept ones and the hand-worked ones."""
    random_books = draw_books(COUNT, seed_of_the_run())
    kept = {f"kept_{name}": one for name, one in load_fixtures(FIXTURES).items()}
    by_hand = {f"case_{case.name}": case.book for case in CASES}
    return random_books | kept | by_hand


@pytest.fixture(scope="module")
def outcome(
    all_books: dict[str, Book], tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[Difference], Built]:
    """Build all books once."""
    return run(all_books, tmp_path_factory.mktemp("books"))


def test_enough_books_were_drawn(all_books: dict[str, Book]) -> None:
    """A run tries at least as many books as it says."""
    assert sum(name.startswith("r") for name in all_books) >= COUNT


def test_every_customer_is_an_account(
    all_books: dict[str, Book], outcome: tuple[list[Difference], Built]
) -> None:
    """Nothing links the customers of the books, so each stands alone."""
    account_of = outcome[1].account_of
    assert len(account_of) == len(set(account_of.values())) == len(all_books)


def test_books_agree_with_the_reference(
    all_books: dict[str, Book],
    outcome: tuple[list[Difference], Built],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Every movement, month and retention row of the models is the reference's, to 1e-7."""
    found, _ = outcome
    at_fault = failing(found, all_books)
    message = [f"seed {seed_of_the_run()}: {len(found)} differences in {len(at_fault)} books"]
    message += [str(difference) for difference in found[:20]]
    fresh = [name for name in at_fault if name.startswith("r")]
    for name in fresh[:1]:
        small = shrink(all_books[name], tmp_path_factory.mktemp("shrink"), ROUNDS)
        about = next(str(d) for d in found if d.account and d.account.startswith(name))
        path = save_fixture(FIXTURES, f"seed_{seed_of_the_run()}_{name}", about, small)
        message.append(f"the smallest failing book found is kept in {path}")
    assert not found, "\n".join(message)


def test_the_build_passes_its_own_tests(outcome: tuple[list[Difference], Built]) -> None:
    """The laws of the project hold on the books too."""
    assert outcome[1].passed, outcome[1].log[-4000:]
