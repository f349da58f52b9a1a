"""Identity against the planted truth of the demo company: precision and recall of pairs.

Two source records are a pair where they belong to one group of companies. Precision is the share
of the pairs made that are true, recall the share of the true pairs that were made. The truth is
read here and nowhere in the models.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb
import pytest
from conftest import Built

DEMO = Path(__file__).resolve().parents[2] / "plr" / "demo"
TRUTH = DEMO / "truth" / "identity.parquet"
BRIDGE = "marts.bridge_account_identities"
MIN_PRECISION, MIN_RECALL = 0.99, 0.95

Record = tuple[str, str]


def pairs(groups: Iterable[object]) -> int:
    """Count the unordered pairs inside the groups, one entry per record."""
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())


def pairwise(found: Mapping[Record, str], true: Mapping[Record, str]) -> tuple[float, float]:
    """Return precision and recall over the records that both sides know."""
    known = found.keys() & true.keys()
    both = pairs((found[record], true[record]) for record in known)
    return both / pairs(found[r] for r in known), both / pairs(true[r] for r in known)


@pytest.fixture(scope="module")
def found(demo_warehouse: Built) -> dict[Record, str]:
    """Give the account of each record in the bridge."""
    rows = demo_warehouse.rows("select source_system, source_id, account_id from " + BRIDGE)
    return {(system, source_id): account for system, source_id, account in rows}


@pytest.fixture(scope="module")
def true() -> dict[Record, str]:
    """Give the true group of each record."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select source_system, source_id, root_company_id from read_parquet(?)", [str(TRUTH)]
        ).fetchall()
    return {(system, source_id): company for system, source_id, company in rows}


def test_pairwise_measures_by_hand() -> None:
    """One true pair of three is made, beside one false one."""
    true = {("w", n): company for n, company in zip("abcd", "xxxy", strict=True)}
    found = {("w", n): account for n, account in zip("abcd", "1122", strict=True)}
    assert pairwise(found, true) == (1 / 2, 1 / 3)


def test_precision_and_recall(found: dict[Record, str], true: dict[Record, str]) -> None:
    """Who is who in the demo company is found, and nobody is taken for another."""
    precision, recall = pairwise(found, true)
    print(f"\nidentity, pairs: precision {precision:.4f}, recall {recall:.4f}")
    assert precision >= MIN_PRECISION
    assert recall >= MIN_RECALL


def test_every_usable_record_has_a_truth(found: dict[Record, str], true: dict[Record, str]) -> None:
    """The figures are about all records: nothing in the bridge is unknown to the truth."""
    assert not found.keys() - true.keys()


@pytest.mark.parametrize("source_system", ["workspace", "customer", "crm_account"])
def test_each_source_is_tied_to_the_others(
    found: dict[Record, str], true: dict[Record, str], source_system: str
) -> None:
    """Recall of the pairs that a source has with the other two, so that no source hides."""
    own = {r for r in found.keys() & true.keys() if r[0] == source_system}
    others = (found.keys() & true.keys()) - own
    by_company = Counter(true[r] for r in others)
    by_both = Counter((found[r], true[r]) for r in others)
    possible = sum(by_company[true[r]] for r in own)
    made = sum(by_both[(found[r], true[r])] for r in own)
    print(f"\nidentity, {source_system} to the others: recall {made / possible:.4f}")
    assert made / possible >= MIN_RECALL
