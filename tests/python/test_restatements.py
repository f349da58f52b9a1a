"""The ledger of restatements: no published figure of a closed period changes in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from plr import publish
from plr.publish import Store, record_of
from plr.publish.fingerprints import Fingerprint, read
from plr.publish.restatements import UNEXPLAINED, Figure, Restatement, compare

DAY = date(2026, 6, 30)
MARCH = Figure(
    "arr", "month", date(2026, 3, 1), "all", Decimal(100), ("code", "invoice_lines", "parameters")
)


def found(component: str, part: str, value: str) -> Fingerprint:
    """A fingerprint, in short."""
    return Fingerprint(component, part, value)


BEFORE = [
    found("code", "all", "c1"),
    found("invoice_lines", "2026-03", "i3"),
    found("invoice_lines", "2026-06", "i6"),
    found("parameters", "look_back_days", "p1"),
    found("tickets", "2026-03", "t1"),
]


def restated(now: list[Fingerprint], value: Decimal | None = Decimal(90)) -> list[Restatement]:
    """Return the rows for March where it was 100 on BEFORE and is ``value`` on ``now``."""
    rows, _ = compare(
        [replace(MARCH, number=1)], [replace(MARCH, value=value)], DAY, 2, {1: BEFORE, 2: now}
    )
    return rows


def test_a_changed_figure_says_from_what_to_what() -> None:
    """One row, with both values and both publications."""
    (row,) = restated(BEFORE)
    assert (row.number, row.previous_number, row.figure, row.period_start) == (
        2,
        1,
        "arr",
        date(2026, 3, 1),
    )
    assert (row.from_value, row.to_value) == (Decimal(100), Decimal(90))


def test_a_change_without_a_cause_is_unexplained() -> None:
    """Nothing that the figure stands on differs: the row says so, whatever else differs."""
    (row,) = restated(BEFORE)
    assert (row.cause, row.is_explained) == (UNEXPLAINED, False)
    (row,) = restated([*BEFORE[:4], found("tickets", "2026-03", "t2")])
    assert (row.cause, row.is_explained) == (UNEXPLAINED, False)


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ([found("invoice_lines", "2026-03", "x")], "invoice_lines (2026-03)"),
        ([found("parameters", "look_back_days", "x")], "parameters (look_back_days)"),
        ([found("code", "all", "x")], "code"),
        ([found("invoice_lines", "2026-06", "x")], "invoice_lines (rows that arrived later)"),
        ([found("invoice_lines", "2026-07", "x")], "invoice_lines (rows that arrived later)"),
        (
            [found("invoice_lines", "2026-02", "x"), found("invoice_lines", "2026-06", "x")],
            "invoice_lines (2026-02)",
        ),
        (
            [found("code", "all", "x"), found("invoice_lines", "2026-07", "x")],
            "code",
        ),
    ],
)
def test_the_cause_is_what_changed_under_the_figure(changed: list[Fingerprint], cause: str) -> None:
    """What is older than the period's end or undated; later rows only for want of it."""
    others = {(one.component, one.part) for one in changed}
    now = [one for one in BEFORE if (one.component, one.part) not in others] + changed
    (row,) = restated(now)
    assert (row.cause, row.is_explained) == (cause, True)


def test_unknown_is_a_value_and_noise_is_none() -> None:
    """A figure that becomes unknown is restated; one that differs in the ninth decimal is not."""
    assert restated(BEFORE, None)[0].to_value is None
    assert restated(BEFORE, Decimal("100.000000004")) == []
    assert len(restated(BEFORE, Decimal("100.00000001"))) == 1


def test_a_figure_that_is_gone_is_restated_once() -> None:
    """A closed figure that a publication leaves out is restated to unknown, and not again."""
    rows, carried = compare([replace(MARCH, number=1)], [], DAY, 2, {1: BEFORE, 2: BEFORE})
    assert [(row.from_value, row.to_value) for row in rows] == [(Decimal(100), None)]
    again, _ = compare(carried, [], DAY, 3, {2: BEFORE, 3: BEFORE})
    assert again == []


def test_going_back_in_time_hides_no_restatement() -> None:
    """A publication as of an earlier day is silent on March; the next is held against the last."""
    earlier = date(2026, 2, 28)
    rows, carried = compare([replace(MARCH, number=1)], [], earlier, 2, {1: BEFORE, 2: BEFORE})
    assert rows == []
    now = [found("code", "all", "c2"), *BEFORE[1:]]
    (row,), _ = compare(
        carried, [replace(MARCH, value=Decimal(90))], DAY, 3, {1: BEFORE, 2: now, 3: now}
    )
    assert (row.previous_number, row.from_value, row.cause) == (1, Decimal(100), "code")


@pytest.fixture
def warehouse() -> duckdb.DuckDBPyConnection:
    """A warehouse with one input table, one parameter, and closed figures that stand on both."""
    connection = duckdb.connect()
    connection.execute(
        """
        create schema marts; create schema staging; create schema intermediate;
        create table staging.stg_billing__invoice_lines as
            select 'l1' as invoice_line_id, timestamp '2026-03-05' as invoiced_at, 100 as amount;
        create table intermediate.int_config__parameter_values as
            select 'look_back_days' as parameter, 90.0 as value;
        create table intermediate.int_identity__bridge as
            select 'customer:1' as source_key, 'a1' as account_id;
        create table marts.rpt_closed_figures as
            select 'arr' as figure, 'month' as period, date '2026-03-01' as period_start,
                'all' as slice, cast(100 as decimal(28, 10)) as value, 'm' as mart,
                'code, identity, invoice_lines, parameters' as made_of
        """
    ).fetchall()
    return connection


def test_the_ledger_goes_from_publication_to_publication(
    warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Input, identity and parameter explain; no cause is unexplained; nothing new adds no row."""
    target = tmp_path / "plr.duckdb"

    def published(*changes: str) -> None:
        for change in changes:
            warehouse.execute(change).fetchall()
        made_of = read(warehouse)
        publish.publish(warehouse, ["rpt_closed_figures"], target, DAY, made_of)

    grow = "update marts.rpt_closed_figures set value = value + 1"
    published()
    published()
    published(grow, "update staging.stg_billing__invoice_lines set amount = 101")
    published(grow, "update intermediate.int_config__parameter_values set value = 60.0")
    published(grow, "update intermediate.int_identity__bridge set account_id = 'a2'")
    published(grow)
    published()
    publish.roll_back(target, 1)
    record = record_of(Store(target), duckdb.connect())
    assert [(row.number, row.to_value, row.cause) for row in record.restatements] == [
        (2, 101, "invoice_lines (2026-03)"),
        (3, 102, "parameters (look_back_days)"),
        (4, 103, "identity"),
        (5, 104, UNEXPLAINED),
        (6, 100, "rolled back to 1"),
    ]
    with duckdb.connect(str(target), read_only=True) as connection:
        rows = connection.execute(
            "select number, cause, is_explained from marts.rpt_restatements order by number"
        ).fetchall()
    assert len(rows) == 5
    assert [row[2] for row in rows] == [True, True, True, False, True]
