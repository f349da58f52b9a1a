"""Rules of the staging layer on a handful of rows: what is quarantined, and why; what is kept."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

import duckdb
import pytest
from small_builds import ROOT, Warehouse, build, place_of, write_csv

from plr.guards import run

AS_OF = date(2025, 6, 30)
MODELS = (
    "stg_billing__subscription_changes",
    "stg_billing__subscriptions",
    "stg_product__product_events",
    "stg_product__product_users",
    "stg_product__workspaces",
    "int_config__parameters",
)

CUSTOMERS = """
    customer_id,created_at
    acme,2024-01-01 00:00:00
    globex,2024-01-01 00:00:00
    late,2025-07-01 00:00:00
"""
SUBSCRIPTIONS = """
    subscription_id,customer_id,product_line,plan,status,started_on,cancelled_on,ended_on,currency,term_ends_on
    s1,acme,core,base,active,2024-01-01,,,USD,
    s2,globex,core,base,active,2024-01-01,2025-06-30,2025-07-01,USD,
    s3,globex,core,base,active,2025-07-01,,,USD,
    s4,nobody,core,base,active,2024-01-01,,,USD,
    s5,acme,core,base,active,2024-03-01,,2024-02-01,USD,
    s6,acme,core,base,asleep,2024-03-01,,,USD,
    before_software,acme,core,base,active,1989-12-31,,,USD,
    early,acme,core,base,active,1990-01-01,,,USD,
    far,acme,core,base,active,2024-03-01,,,USD,2199-12-31
    beyond,acme,core,base,active,2024-03-01,,,USD,2200-01-01
    no_end,acme,core,base,active,2024-03-01,,,USD,9999-12-31
    no_end_of_service,acme,core,base,active,2024-03-01,,9999-12-31,USD,
"""
CHANGES = """
    change_id,subscription_id,change_type,ordered_at,effective_on,quantity_after,unit_price_after,billing_interval,billing_interval_count
    good,s1,start,2024-01-01 09:00:00,2024-01-01,5,10,month,1
    last_moment,s1,quantity,2025-06-30 23:59:59,2025-07-15,6,10,month,1
    next_day,s1,quantity,2025-07-01 00:00:00,2025-06-01,7,10,month,1
    no_order_time,s1,quantity,,2025-06-30,8,10,month,1
    no_order_time_late,s1,quantity,,2025-07-01,9,10,month,1
    twice,s1,quantity,2024-02-01 09:00:00,2024-02-01,6,10,month,1
    twice,s1,quantity,2024-02-02 09:00:00,2024-02-01,7,10,month,1
    clash_a,s1,quantity,2024-03-01 09:00:00,2024-03-01,8,10,month,1
    clash_b,s1,quantity,2024-03-01 09:00:00,2024-03-01,9,10,month,1
    echo_a,s1,quantity,2024-04-01 09:00:00,2024-04-01,8,10,month,1
    echo_b,s1,quantity,2024-04-01 09:00:00,2024-04-01,8,10,month,1
    zero,s1,quantity,2024-05-01 09:00:00,2024-05-01,0,10,month,1
    negative,s1,quantity,2024-05-02 09:00:00,2024-05-02,-1,10,month,1
    orphan,s9,start,2024-01-01 09:00:00,2024-01-01,5,10,month,1
    of_late_parent,s3,start,2025-06-01 09:00:00,2025-07-01,5,10,month,1
    unreadable,s1,quantity,2024-06-01 09:00:00,2024-06-01,many,10,month,1
    odd_interval,s1,quantity,2024-06-02 09:00:00,2024-06-02,5,10,fortnight,1
    no_interval_count,s1,quantity,2024-06-03 09:00:00,2024-06-03,5,10,month,0
    ,s1,quantity,2024-06-04 09:00:00,2024-06-04,5,10,month,1
"""
WORKSPACES = """
    workspace_id,created_at,entry_model,deleted_at,signup_source,workspace_name
    w1,2024-01-01 00:00:00,freemium,2025-07-04 00:00:00,organic,notes of Ann@Example.com (old)
    w2,2025-07-01 00:00:00,freemium,,,
    w3,2024-01-01 00:00:00,freemium,,carrier_pigeon,ann@example.com
    w4,0025-01-02 00:00:00,freemium,,,two digits
"""
USERS = """
    user_id,workspace_id,email,created_at
    u1,w1, Ann@Example.COM ,2024-01-02 00:00:00
    u2,w1,,2024-01-02 00:00:00
    u3,w1,not an address,2024-01-02 00:00:00
    bob@example.com,w1,bob@example.com,2024-01-02 00:00:00
"""
EVENTS = """
    event_id,occurred_at,received_at,user_id,workspace_id,event_name,quantity
    first,2025-01-01 10:00:00,2025-01-01 10:05:00,u1,w1,opened,1
    resent,2025-01-01 10:00:00,2025-01-01 10:05:00,u1,w1,opened,1
    resent,2025-01-01 10:00:00,2025-01-03 10:05:00,u1,w1,opened,2
    arrived_late,2025-06-30 10:00:00,2025-07-02 10:00:00,u1,w1,opened,1
    a_day_ahead,2025-02-02 10:00:00,2025-02-01 10:00:00,u1,w1,opened,1
    two_days_ahead,2025-02-03 10:00:01,2025-02-01 10:00:00,u1,w1,opened,1
    nowhere,2025-01-01 10:00:00,2025-01-01 10:05:00,u1,w9,opened,1
    homeless,2025-01-01 10:00:00,2025-01-01 10:05:00,u1,,opened,1
    offset,2025-01-01T23:30:00-02:00,2025-01-02 03:00:00,u1,w1,opened,1
    largest,2025-01-01 10:00:00,2025-01-01 10:05:00,Bob@example.com,w1,opened,1000000000000000
    absurd,2025-01-01 10:00:00,2025-01-01 10:05:00,u1,w1,opened,1000000000000001
"""
PARAMETERS = """
    parameter,value
    renewal_gap_days,45
"""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Build staging on these rows once."""
    place = place_of("staging_rules", tmp_path_factory)
    write_csv(
        ROOT / place / "inputs",
        {
            "billing_customers": CUSTOMERS,
            "subscriptions": SUBSCRIPTIONS,
            "subscription_changes": CHANGES,
            "workspaces": WORKSPACES,
            "product_users": USERS,
            "product_events": EVENTS,
            "parameters": PARAMETERS,
        },
    )
    return build(place, MODELS, AS_OF)


@pytest.fixture(scope="module")
def changes(warehouse: Warehouse) -> dict[str | None, list[dict[str, Any]]]:
    """Give the judged changes by id, the versions of one id in the order of their quantity."""
    found: dict[str | None, list[dict[str, Any]]] = {}
    query = "select * from staging.base_billing__subscription_changes order by quantity_after"
    for row in warehouse.rows(query):
        found.setdefault(row["change_id"], []).append(row)
    return found


def reasons(rows: list[dict[str, Any]]) -> list[str | None]:
    """Give the reasons of some rows."""
    return [row["quarantine_reason"] for row in rows]


def only(warehouse: Warehouse, table: str, column: str, value: str) -> dict[str, Any]:
    """Give the one row of a table."""
    rows = warehouse.rows(f"select * from staging.{table} where {column} = '{value}'")
    assert len(rows) == 1
    return rows[0]


@pytest.mark.parametrize(
    ("change_id", "reason"),
    [
        ("good", None),
        ("zero", None),
        ("last_moment", None),
        ("no_order_time", None),
        ("next_day", "after_as_of"),
        ("no_order_time_late", "after_as_of"),
        ("of_late_parent", "after_as_of"),
        ("negative", "negative_quantity"),
        ("orphan", "orphan_subscription_id"),
        ("unreadable", "unreadable_value"),
        ("odd_interval", "unknown_billing_interval"),
        ("no_interval_count", "interval_count_not_positive"),
        (None, "missing_change_id"),
    ],
)
def test_one_reason(changes, change_id: str | None, reason: str | None) -> None:
    """Each row has the first reason that holds, or none."""
    assert reasons(changes[change_id]) == [reason]


def test_of_two_versions_the_latest_is_kept(changes) -> None:
    """A change that was exported again replaces the one before, which is kept as a duplicate."""
    assert reasons(changes["twice"]) == ["duplicate", None]


def test_the_first_of_contradictory_rows_is_believed(changes) -> None:
    """Two rows of one moment that say different things; those that say the same both stay."""
    assert reasons(changes["clash_a"]) == [None]
    assert reasons(changes["clash_b"]) == ["contradictory"]
    assert reasons(changes["echo_a"]) == reasons(changes["echo_b"]) == [None]


def test_an_unreadable_value_is_named(changes) -> None:
    """The column that could not be read is named, and the value is null."""
    assert changes["unreadable"][0]["unreadable_columns"] == "quantity_after"
    assert changes["unreadable"][0]["quantity_after"] is None


def test_every_row_is_staged_or_kept_apart(warehouse: Warehouse) -> None:
    """Rows staged and rows with a reason add up to the rows of the file, and no key repeats."""
    [count] = warehouse.rows(
        "select count(*) as judged, count(distinct row_key) as keys, "
        "count(quarantine_reason) as apart, "
        "(select count(*) from staging.stg_billing__subscription_changes) as staged "
        "from staging.base_billing__subscription_changes"
    )
    assert count["judged"] == count["keys"] == len(CHANGES.strip().splitlines()) - 1
    assert count["staged"] + count["apart"] == count["judged"]


@pytest.mark.parametrize(
    ("subscription_id", "reason"),
    [
        ("s1", None),
        ("s2", None),
        ("s3", "after_as_of"),
        ("s4", "orphan_customer_id"),
        ("s5", "ended_before_started"),
        ("s6", "unknown_status"),
        ("before_software", "out_of_range"),
        ("early", None),
        ("far", None),
        ("beyond", "out_of_range"),
        ("no_end", None),
        ("no_end_of_service", None),
    ],
)
def test_subscriptions(warehouse: Warehouse, subscription_id: str, reason: str | None) -> None:
    """Subscriptions of nobody, that end before they start, or that had not started."""
    row = only(warehouse, "base_billing__subscriptions", "subscription_id", subscription_id)
    assert row["quarantine_reason"] == reason


def test_what_has_not_happened_is_blank(warehouse: Warehouse) -> None:
    """A date of the as-of day is known, one of the day after is not."""
    row = only(warehouse, "stg_billing__subscriptions", "subscription_id", "s2")
    assert (row["cancelled_on"], row["ended_on"]) == (AS_OF, None)
    assert only(warehouse, "stg_product__workspaces", "workspace_id", "w1")["deleted_at"] is None


def test_workspaces(warehouse: Warehouse) -> None:
    """A workspace of tomorrow is not known; a source that the enumeration lacks is a reason."""
    rows = warehouse.rows("select * from staging.base_product__workspaces order by workspace_id")
    assert reasons(rows) == [None, "after_as_of", "unknown_signup_source", "out_of_range"]
    assert only(warehouse, "stg_product__workspaces", "workspace_id", "w1")["email_domain"] is None


@pytest.mark.parametrize(
    ("event_id", "reason"),
    [
        ("first", None),
        ("homeless", None),
        ("a_day_ahead", None),
        ("offset", None),
        ("two_days_ahead", "occurred_after_received"),
        ("arrived_late", "after_as_of"),
        ("nowhere", "orphan_workspace_id"),
        ("largest", None),
        ("absurd", "out_of_range"),
    ],
)
def test_events(warehouse: Warehouse, event_id: str, reason: str | None) -> None:
    """What arrived after the day is not known on it, whenever it happened."""
    row = only(warehouse, "stg_product__arrived_events", "event_id", event_id)
    assert row["quarantine_reason"] == reason


def test_an_event_sent_again_counts_once(warehouse: Warehouse) -> None:
    """The first arrival is the event."""
    row = only(warehouse, "stg_product__product_events", "event_id", "resent")
    assert row["quantity"] == 1


def test_times_with_an_offset_become_utc(warehouse: Warehouse) -> None:
    """Half past eleven at two hours west of Greenwich is half past one of the next day."""
    row = only(warehouse, "stg_product__product_events", "event_id", "offset")
    assert row["occurred_at"] == datetime(2025, 1, 2, 1, 30)


def test_addresses_are_hashed_with_the_salt(warehouse: Warehouse) -> None:
    """SHA-256 of salt and trimmed lower-case address; the domain alone goes on."""
    rows = warehouse.rows("select * from staging.stg_product__product_users")
    users = {row["user_id"]: row for row in rows}
    expected = hashlib.sha256(b"a saltann@example.com").hexdigest()
    assert users["u1"]["email_hash"] == expected
    assert users["u1"]["email_domain"] == "example.com"
    assert users["u2"]["email_hash"] is None and users["u2"]["email_domain"] is None
    assert users["u3"]["email_domain"] is None
    assert not any("email" in row and row["email"] for row in users.values())


def test_addresses_are_not_in_payloads(warehouse: Warehouse) -> None:
    """The payload of a user has no address in it."""
    rows = warehouse.rows("select payload from staging.base_product__product_users")
    assert rows and not any("ample" in row["payload"].lower() for row in rows)


def test_addresses_in_other_texts_are_hashed_or_cut_out(warehouse: Warehouse) -> None:
    """An address that is an id becomes its hash wherever it stands; inside a text it is cut out."""
    rows = warehouse.rows("select * from staging.base_product__workspaces order by workspace_id")
    assert rows[0]["workspace_name"] == "notes of (address) (old)"
    bob = "address " + hashlib.sha256(b"a saltbob@example.com").hexdigest()
    assert only(warehouse, "stg_product__product_users", "user_id", bob)["email_hash"] == bob[8:]
    assert only(warehouse, "stg_product__product_events", "event_id", "largest")["user_id"] == bob
    ann = "address " + hashlib.sha256(b"a saltann@example.com").hexdigest()
    assert rows[2]["workspace_name"] == ann and "@" not in rows[2]["payload"]


@pytest.mark.parametrize(
    ("domain", "table"),
    [("billing", "subscriptions"), ("product", "product_events"), ("product", "workspaces")],
)
def test_guards_and_staging_know_the_same_range(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, domain: str, table: str
) -> None:
    """What the macro and the guards' SQL call out of range is the same, column by column."""
    monkeypatch.setenv("PLR_INPUTS", str(warehouse.path.parent / "inputs"))
    with duckdb.connect() as session:
        session.execute("set TimeZone = 'UTC'")
        found = {
            (f.input_table, f.expectation): f.unexpected_count
            for f in run.guard(session, domain, AS_OF)
            if f.expectation == "values_are_in_range"
        }
    (row,) = warehouse.rows(
        f"select count(out_of_range_columns) as n from staging.base_{domain}__{table}"
    )
    assert found[table, "values_are_in_range"] == row["n"] > 0


def test_a_parameter_of_the_company_wins(warehouse: Warehouse) -> None:
    """One row overrides one parameter, the others keep their defaults."""
    [row] = warehouse.rows("select * from intermediate.int_config__parameters")
    assert row["renewal_gap_days"] == 45
    assert row["past_due_grace_days"] == 30
