"""The inputs of the benchmark of the failure modes: copies that never meet, one company's books."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from plr import contract
from plr.bench import layers, modes, processes

COPIES = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write three copies, without most of the events."""
    place = tmp_path_factory.mktemp("copies") / "inputs"
    modes.write(place, COPIES, events_kept=0.05)
    return place


def ask(query: str) -> list[Any]:
    """Return the first row."""
    return list(duckdb.sql(query).fetchall()[0])


def test_every_key_is_there_once(folder: Path) -> None:
    """Rows grow with the copies, and no copy takes a key of another."""
    for name, table in contract.load(processes.ROOT).items():
        if name in modes.SHARED or not (folder / f"{name}.parquet").exists():
            continue
        if name in ("product_events", "revenue_months"):  # thinned; with a total of its own
            continue
        key = f"hash({', '.join(table.key or ['1'])})"
        before, clashing = ask(
            f"select count(*), count(*) - count(distinct {key})"
            f" from '{modes.INPUTS}/{name}.parquet'"
        )
        after, found = ask(
            f"select count(*), count(*) - count(distinct {key}) from '{folder}/{name}.parquet'"
        )
        assert not table.key or found == COPIES * clashing, name
        assert after == COPIES * before, name
    events = f"from '{folder}/product_events.parquet'"
    ids, first = ask(
        "select count(distinct event_id), count(distinct case when not contains(event_id, '-') then"
        f" event_id end) {events}"
    )
    assert ids == COPIES * first > 0


def test_a_mailbox_of_everybody_keeps_its_domain(folder: Path) -> None:
    """A company's domain is its own in each copy, a provider's stays; no mailbox is shared."""
    file = f"'{folder}/product_users.parquet'"
    assert ask(f"select count(distinct split_part(email, '@', 2)) from {file} where email like"
               " '%@gmail%'") == [1]  # fmt: skip
    mailboxes = ask(f"select count(distinct email) from '{modes.INPUTS}/product_users.parquet'")
    assert ask(f"select count(distinct email) from {file}") == [COPIES * mailboxes[0]]
    domains = "select count(distinct domain) from '{}/crm_accounts.parquet'"
    assert ask(domains.format(folder)) == [COPIES * ask(domains.format(modes.INPUTS))[0]]


def test_the_books_of_the_company_grow_with_it(folder: Path) -> None:
    """The ledger has as many lines as before, of three times the amounts; so has its total."""
    for table, amount in (
        ("gl_months", "amount"),
        ("headcount_months", "loaded_cost"),
        ("revenue_months", "recurring_revenue"),
    ):
        query = f"select sum({amount}) from '{{}}/{table}.parquet'"
        assert ask(query.format(folder)) == [COPIES * ask(query.format(modes.INPUTS))[0]], table
    lines = "select count(*) from '{}/revenue_months.parquet' where customer_id is null"
    assert ask(lines.format(folder)) == ask(lines.format(modes.INPUTS))


def test_seconds_of_the_clock_are_counted_once() -> None:
    """Two models at a time, then a pause of which nothing counts."""
    spans = [(0.0, 4.0), (1.0, 2.0), (3.0, 5.0), (9.0, 10.0)]
    nodes = [layers.Node(str(i), "marts", "model", *span) for i, span in enumerate(spans)]
    assert modes.busy(nodes) == 6.0
    assert modes.busy([]) == 0.0


def test_models_are_found_by_their_folder() -> None:
    """What the rooms stand on is not counted with them."""
    model = {"resource_type": "model"}
    nodes = {
        "a": model | {"name": "a", "original_file_path": "models/marts/board/a.sql"},
        "b": model | {"name": "b", "original_file_path": "models/marts/core/b.sql"},
        "c": {"resource_type": "test", "name": "c", "original_file_path": "models/marts/board/c"},
    }
    assert modes.names_in({"nodes": nodes}, modes.ROOMS) == {"a"}
