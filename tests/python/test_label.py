"""The draw of events to label: stratified, the same every time, blind, and in the right shape."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plr import label
from plr.contract import load
from plr.label import Event

ROOT = Path(__file__).resolve().parents[2]
SIZES = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 60), min_size=1)


def events(**counts: int) -> list[Event]:
    """Events by `band__initiator`, so many of each."""
    return [
        Event(f"{kind}_{n}", *kind.split("__"), {name: None for name in label.EVIDENCE})
        for kind, count in counts.items()
        for n in range(count)
    ]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with 90 claims in three bands, 20 unknown events and one review."""
    path = tmp_path_factory.mktemp("label") / "plr.duckdb"
    with duckdb.connect(str(path)) as session:
        session.execute("create schema marts; create schema intermediate")
        session.execute(
            """
            create table marts.fct_revenue_event_initiation as
            select
                'event_' || n as revenue_event_id, 'acme' as account_id, 'studio' as product_line,
                'order_' || n as order_id, 'conversion' as event_type, 'conversion' as stage,
                1200.5 as event_arr, timestamp '2025-05-01 10:00:00' as started_by_at,
                case when n > 90 then 'unknown' when n % 3 = 0 then 'human' else 'product' end
                    as initiated_by,
                case when n > 90 then 'none' when n <= 5 then 'low' when n <= 30 then 'middle'
                    else 'high' end as confidence_band,
                timestamp '2025-04-01 10:00:00' as first_product_signal_at,
                'prompt:prm_' || n as first_product_signal_id,
                cast(null as timestamp) as first_human_touch_at,
                cast(null as varchar) as first_human_touch_id,
                cast(null as timestamp) as first_customer_act_at,
                cast(null as varchar) as first_customer_act_id
            from range(1, 111) as numbers (n)
            """
        )
        session.execute(
            "create table intermediate.int_attribution__reviews as "
            "select 'event_1' as revenue_event_id"
        )
    return path


def drawn_rows(warehouse: Path, out: Path, *more: str) -> list[dict[str, str]]:
    """Run the command and read what it wrote."""
    assert label.main(["--warehouse", str(warehouse), "--out", str(out), *more]) == 0
    with out.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_file_begins_with_the_table_of_reviews(warehouse: Path, tmp_path: Path) -> None:
    """The contract's columns come first, the verdict is empty, and the evidence is beside it."""
    rows = drawn_rows(warehouse, tmp_path / "reviews.csv")
    table = next(t for t in load(ROOT).values() if t.name == "initiation_reviews")
    names = [column.name for column in table.columns]
    assert list(rows[0])[: len(names)] == names
    assert len(rows) == 50
    assert {row["initiated_by"] for row in rows} == {row["reviewed_on"] for row in rows} == {""}
    assert all(row["first_product_signal_id"].startswith("prompt:") for row in rows)


def test_the_reviewer_does_not_see_the_verdict(warehouse: Path, tmp_path: Path) -> None:
    """No column says what the ledger says or how sure it is."""
    rows = drawn_rows(warehouse, tmp_path / "reviews.csv")
    shown = set(rows[0]) - set(label.TO_FILL)
    verdict = ("initiat", "confidence", "reason", "rule", "trigger")
    assert not {name for name in shown for word in verdict if word in name}


def test_bands_share_the_draw_as_far_as_they_have_events(warehouse: Path, tmp_path: Path) -> None:
    """The small band gives all of its four, the others half of the rest each; unknown none."""
    rows = drawn_rows(warehouse, tmp_path / "reviews.csv")
    numbers = [int(row["revenue_event_id"].removeprefix("event_")) for row in rows]
    assert 1 not in numbers, "was reviewed before"
    bands = Counter("low" if n <= 5 else "middle" if n <= 30 else "high" for n in numbers)
    assert bands == {"low": 4, "middle": 23, "high": 23}
    assert max(numbers) <= 90


def test_the_same_draw_gives_the_same_events(warehouse: Path, tmp_path: Path) -> None:
    """By hash; another number gives another draw."""
    first = drawn_rows(warehouse, tmp_path / "a.csv")
    assert drawn_rows(warehouse, tmp_path / "b.csv") == first
    assert drawn_rows(warehouse, tmp_path / "c.csv", "--draw", "2") != first


def test_the_order_of_rows_does_not_matter() -> None:
    """The draw depends on the events alone."""
    some = events(high__human=40, high__product=60, low__customer=10)
    assert label.drawn(some, 30, 1) == label.drawn(list(reversed(some)), 30, 1)


def test_a_band_is_drawn_in_proportion_to_its_initiators() -> None:
    """A third human stays a third human, so that the share found right stands for the band."""
    some = events(high__human=100, high__product=200, low__human=7)
    found = Counter((e.band, e.initiated_by) for e in label.drawn(some, 37, 1))
    assert found == {("low", "human"): 7, ("high", "human"): 10, ("high", "product"): 20}


def test_fewer_events_than_asked_for_are_all_drawn() -> None:
    """Nothing is drawn twice and nothing is made up."""
    some = events(high__human=3, low__product=2)
    assert sorted(e.id for e in label.drawn(some, 50, 1)) == sorted(e.id for e in some)
    assert label.drawn([], 50, 1) == []


@given(SIZES, st.integers(0, 300))
def test_both_ways_to_share_give_away_all_there_is(sizes: dict[str, int], total: int) -> None:
    """Never more than a group has, and together what was asked for or all."""
    for share in (label.evenly, label.in_proportion):
        found = share(sizes, total)
        assert sum(found.values()) == min(total, sum(sizes.values()))
        assert all(0 <= found[key] <= size for key, size in sizes.items())


def test_a_missing_warehouse_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and the path."""
    missing = tmp_path / "nothing.duckdb"
    assert label.main(["--warehouse", str(missing), "--out", str(tmp_path / "x.csv")]) == 2
    assert str(missing) in capsys.readouterr().err
