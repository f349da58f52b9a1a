"""Dirt: rows spoiled, repeated or invented after the truth was fixed. Each is listed in the truth.

Every function takes rows of one table, spoils a bounded share and records table, key and kind.
``is_quarantined`` says whether the row cannot be used and must not be counted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pyarrow as pa

from plr.demo.scale import stream
from plr.demo.tables import DAY_US, us
from plr.demo.world import World

Row = dict[str, Any]
FAR_DAY = 47_119  # 2099-01-03
MOST = 0.03
"""The largest share of a table's rows that is spoiled."""


def note(
    world: World, table: str, key: str, kind: str, text: str = "", *, bad: bool = True
) -> None:
    """List one dirty row."""
    world.truth.add(
        "dirt", input_table=table, row_key=key, kind=kind, note=text or None, is_quarantined=bad
    )


def count(world: World, table: str, share: float, most: int) -> int:
    """How many rows of a table may be spoiled in one way: few, and none of a tiny table."""
    return min(most, int(len(world.out.rows[table]) * share))


def within(world: World, table: str, n: int) -> int:
    """Cut a number of rows so that a table, small ones too, stays usable as a whole."""
    spoiled = sum(1 for row in world.truth.rows["dirt"] if row["input_table"] == table)
    return max(0, min(n, int(len(world.out.rows[table]) * MOST) - spoiled))


def repeat(world: World, rng: Random, table: str, key: str, n: int) -> None:
    """The same row twice, exactly."""
    for row in rng.sample(world.out.rows[table], within(world, table, n)):
        world.out.rows[table].append(dict(row))
        note(world, table, row[key], "exact_duplicate")


def again(
    world: World, rng: Random, table: str, key: str, n: int, change: Callable[[Row], None]
) -> None:
    """The same key exported again later with another value: a newer version of the row."""
    for row in rng.sample(world.out.rows[table], within(world, table, n)):
        copy = dict(row)
        change(copy)
        world.out.rows[table].append(copy)
        note(world, table, row[key], "exported_again")


def invent(
    world: World, rng: Random, table: str, key: str, prefix: str, n: int, kind: str,
    change: Callable[[Row], None], *, bad: bool = True,
) -> None:  # fmt: skip
    """A row that no script wrote: a copy of a real one under a new id, spoiled."""
    for row in rng.sample(world.out.rows[table], within(world, table, n)):
        copy = dict(row)
        copy[key] = world.out.new_id(f"{prefix}x")
        change(copy)
        world.out.rows[table].append(copy)
        note(world, table, copy[key], kind, bad=bad)


def spoil(world: World) -> None:
    """Apply all dirt."""
    rng = stream(world.scale.seed, "dirt")
    _billing(world, rng)
    _crm(world, rng)
    _product(world, rng)
    _success(world, rng)


def setter(column: str, value: Any) -> Callable[[Row], None]:
    """Give a function that sets one column."""

    def change(row: Row) -> None:
        row[column] = value

    return change


def _billing(world: World, rng: Random) -> None:
    n = count(world, "subscription_changes", 0.006, 40)
    repeat(world, rng, "subscription_changes", "change_id", n)
    few = max(1, n // 3)
    new = ("subscription_changes", "change_id", "chg", few)
    invent(world, rng, *new, "orphan", setter("subscription_id", "sub_999999"))
    invent(world, rng, *new, "negative_quantity", setter("quantity_after", -3))
    invent(world, rng, *new, "unknown_interval", setter("billing_interval", "fortnight"))
    invent(world, rng, *new, "negative_price", setter("unit_price_after", -10))

    def impossible(row: Row) -> None:
        row["term_starts_on"], row["term_ends_on"] = row["effective_on"], row["effective_on"] - 30

    invent(world, rng, *new, "impossible_term", impossible)

    def future(row: Row) -> None:
        row["effective_on"], row["ordered_at"] = FAR_DAY, us(FAR_DAY, 9)

    invent(world, rng, *new, "future", future)
    contradict(world, rng, few)
    repeat(world, rng, "subscriptions", "subscription_id", max(1, few // 2))
    repeat(world, rng, "invoice_lines", "invoice_line_id", n)
    invent(
        world, rng, "invoice_lines", "invoice_line_id", "il", few, "orphan",
        setter("customer_id", "cus_999999"),
    )  # fmt: skip

    def backwards(row: Row) -> None:
        row["period_ends_on"] = row["period_starts_on"] - 5

    invent(world, rng, "invoice_lines", "invoice_line_id", "il", few, "impossible_term", backwards)
    again(world, rng, "billing_customers", "customer_id", few, setter("customer_name", "Renamed"))


def contradict(world: World, rng: Random, n: int) -> None:
    """Two rows of one subscription and moment that say different things; the later id is wrong."""
    rows = [
        r
        for r in world.out.rows["subscription_changes"]
        if r["change_type"] == "quantity"
        and r["ordered_at"]
        and not r["change_id"].startswith("chgx")
    ]
    n = within(world, "subscription_changes", n)
    for row in rng.sample(rows, min(n, len(rows))):
        copy = dict(row)
        copy["change_id"] = world.out.new_id("chgz")
        copy["quantity_after"] = row["quantity_after"] + 7
        copy["mrr_after"] = None
        world.out.rows["subscription_changes"].append(copy)
        note(world, "subscription_changes", copy["change_id"], "contradiction", row["change_id"])


def _crm(world: World, rng: Random) -> None:
    n = count(world, "commercial_touches", 0.004, 15)
    repeat(world, rng, "commercial_touches", "touch_id", n)
    few = max(1, n // 3)
    touches = ("commercial_touches", "touch_id", "tch", few)
    invent(world, rng, *touches, "unknown_channel", setter("channel", "carrier_pigeon"))
    invent(world, rng, *touches, "negative_minutes", setter("minutes", -15))
    invent(world, rng, *touches, "future", setter("touched_at", us(FAR_DAY, 9)))
    again(world, rng, "crm_accounts", "crm_account_id", few, setter("region", "emea"))
    lone = ("contacts", "contact_id", "con", few)
    invent(world, rng, *lone, "orphan", setter("crm_account_id", "acc_999999"))
    repeat(world, rng, "opportunities", "opportunity_id", max(1, few // 2))
    invent(
        world, rng, "opportunities", "opportunity_id", "opp", max(1, few // 2), "orphan",
        setter("crm_account_id", "acc_999999"),
    )  # fmt: skip
    for row in world.out.rows["opportunities"][-few:]:
        if row["opportunity_id"].startswith("oppx"):
            row["order_id"] = None


def _product(world: World, rng: Random) -> None:
    few = max(1, min(8, len(world.out.rows["workspaces"]) // 300))
    again(world, rng, "workspaces", "workspace_id", few, setter("workspace_name", "Renamed"))
    invent(
        world, rng, "workspaces", "workspace_id", "ws", few, "unknown_entry_model",
        setter("entry_model", "magic_link"),
    )  # fmt: skip
    invent(
        world, rng, "product_users", "user_id", "u", few, "orphan",
        setter("workspace_id", "ws_999999"),
    )  # fmt: skip
    repeat(world, rng, "in_product_prompts", "prompt_id", few)

    def early(row: Row) -> None:
        row["accepted_at"] = row["sent_at"] - DAY_US

    invent(world, rng, "invites", "invite_id", "ivt", few, "accepted_before_sent", early)
    change_addresses(world, rng)


def change_addresses(world: World, rng: Random) -> None:
    """Some people changed their address; the id stayed."""
    rows = [r for r in world.out.rows["product_users"] if r["email"]]
    for row in rng.sample(rows, min(len(rows) // 200, 40)):
        copy = dict(row)
        name, domain = copy["email"].split("@")
        copy["email"] = f"{name}.new@{domain}"
        world.out.rows["product_users"].append(copy)
        note(world, "product_users", copy["user_id"], "changed_address")


def _success(world: World, rng: Random) -> None:
    few = max(1, count(world, "tickets", 0.003, 8))
    repeat(world, rng, "tickets", "ticket_id", few)
    invent(
        world, rng, "tickets", "ticket_id", "tkt", few, "negative_minutes",
        setter("handle_minutes", -5),
    )  # fmt: skip
    invent(
        world, rng, "surveys", "survey_id", "srv", max(1, few // 2), "score_out_of_range",
        setter("score", 14),
    )  # fmt: skip


def spoil_events(world: World) -> None:
    """Dirt among the product events: repeats, orphans, a row of 2099, clocks that run ahead."""
    table = world.out.arrow("product_events")
    rng = stream(world.scale.seed, "dirt/events")
    n = max(2, table.num_rows // 2000)
    spots = sorted(rng.sample(range(table.num_rows), n))
    extra = table.take(spots).to_pylist()
    made: list[dict] = []
    for k, row in enumerate(extra):
        kind = ("exact_duplicate", "orphan", "negative_quantity", "clock_ahead", "skewed")[k % 5]
        if kind == "exact_duplicate":
            note(world, "product_events", row["event_id"], kind)
            made.append(row)
            continue
        row["event_id"] = f"e_x{k:07d}"
        if kind == "orphan":
            row["workspace_id"] = "ws_999999"
        elif kind == "negative_quantity":
            row["quantity"] = -4
        elif kind == "clock_ahead":
            row["occurred_at"] = _later(row["received_at"], 3)
        else:
            row["occurred_at"] = _later(row["received_at"], 0.5)
        note(world, "product_events", row["event_id"], kind, bad=kind != "skewed")
        made.append(row)
    last = dict(extra[0], event_id="e_2099")
    last["occurred_at"] = in_2099(last["occurred_at"])
    last["received_at"] = last["occurred_at"]
    note(world, "product_events", "e_2099", "future")
    made.append(last)
    spoiled = pa.Table.from_pylist(made, schema=table.schema)
    world.out.tables["product_events"] = pa.concat_tables([table, spoiled]).combine_chunks()


def in_2099(moment: datetime) -> datetime:
    """The same moment of 2099, which has no 29 February."""
    is_leap_day = (moment.month, moment.day) == (2, 29)
    return moment.replace(year=2099, day=28 if is_leap_day else moment.day)


def _later(moment: Any, days: float) -> Any:
    return moment + timedelta(days=days)
