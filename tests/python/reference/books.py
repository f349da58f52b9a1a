"""Books of subscriptions: rows in the columns of the input contract, by hand or at random.

A book is the billing export of one customer. Many books become one input folder by prefixing every
key, so that each customer is an account of its own. All books stand on one as-of date.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

Book = dict[str, list[dict[str, Any]]]

AS_OF = date(2025, 8, 19)
FIRST_DAY = date(2023, 6, 1)
CUSTOMER = "c"

SCHEMAS: dict[str, dict[str, str]] = {
    "billing_customers": {
        "customer_id": "string",
        "customer_name": "string",
        "email": "string",
        "email_domain": "string",
        "created_at": "timestamp",
        "currency": "string",
        "workspace_id": "string",
        "crm_account_id": "string",
    },
    "subscriptions": {
        "subscription_id": "string",
        "customer_id": "string",
        "product_line": "string",
        "plan": "string",
        "status": "string",
        "started_on": "date",
        "term_starts_on": "date",
        "term_ends_on": "date",
        "auto_renews": "bool",
        "cancelled_on": "date",
        "ended_on": "date",
        "currency": "string",
        "replaces_subscription_id": "string",
    },
    "subscription_changes": {
        "change_id": "string",
        "order_id": "string",
        "subscription_id": "string",
        "change_type": "string",
        "ordered_at": "timestamp",
        "effective_on": "date",
        "plan_before": "string",
        "plan_after": "string",
        "quantity_before": "decimal",
        "quantity_after": "decimal",
        "unit_price_before": "decimal",
        "unit_price_after": "decimal",
        "billing_interval": "string",
        "billing_interval_count": "int",
        "list_price": "decimal",
        "discount_pct": "decimal",
        "mrr_before": "decimal",
        "mrr_after": "decimal",
        "order_channel": "string",
        "agreed_in_order_id": "string",
        "term_starts_on": "date",
        "term_ends_on": "date",
        "reason_code": "string",
    },
    "subscription_snapshots": {
        "subscription_id": "string",
        "snapshot_on": "date",
        "plan": "string",
        "quantity": "decimal",
        "unit_price": "decimal",
        "billing_interval": "string",
        "billing_interval_count": "int",
        "status": "string",
    },
    "invoice_lines": {
        "invoice_line_id": "string",
        "invoice_id": "string",
        "customer_id": "string",
        "subscription_id": "string",
        "product_line": "string",
        "line_type": "string",
        "amount": "decimal",
        "currency": "string",
        "period_starts_on": "date",
        "period_ends_on": "date",
        "invoiced_at": "timestamp",
    },
    "payments": {
        "invoice_id": "string",
        "customer_id": "string",
        "status": "string",
        "due_on": "date",
        "paid_on": "date",
    },
    "fx_rates": {"rate_date": "date", "currency": "string", "rate": "decimal"},
}
KEYS = {
    "customer_id",
    "subscription_id",
    "replaces_subscription_id",
    "change_id",
    "order_id",
    "agreed_in_order_id",
    "invoice_id",
    "invoice_line_id",
}
ARROW = {
    "string": pa.string(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "decimal": pa.decimal128(38, 10),
    "int": pa.int64(),
    "bool": pa.bool_(),
}
# The plan rate of 2025 is the last one of 2024; a currency seen later has its earliest.
FX_RATES = [
    {"rate_date": day, "currency": currency, "rate": Decimal(rate)}
    for currency, day, rate in [
        ("EUR", date(2023, 12, 29), "1.1050"),
        ("EUR", date(2024, 12, 31), "1.0389"),
        ("EUR", date(2025, 1, 1), "1.0355"),
        ("EUR", date(2025, 7, 31), "1.1446"),
        ("GBP", date(2025, 2, 28), "1.2580"),
        ("GBP", date(2025, 6, 30), "1.3732"),
        ("JPY", date(2024, 12, 30), "0.00637"),
    ]
]


# ------------------------------------------------------------------------------------ rows by hand


def customer(created_on: date = FIRST_DAY) -> dict[str, Any]:
    """Give the one customer of a book."""
    return {"customer_id": CUSTOMER, "created_at": datetime.combine(created_on, time())}


def subscription(
    id_: str,
    started_on: date,
    *,
    line: str = "core",
    plan: str = "pro",
    currency: str = "USD",
    ended_on: date | None = None,
    cancelled_on: date | None = None,
    replaces: str | None = None,
) -> dict[str, Any]:
    """Give one subscription."""
    return {
        "subscription_id": id_,
        "customer_id": CUSTOMER,
        "product_line": line,
        "plan": plan,
        "status": "ended" if ended_on and ended_on <= AS_OF else "active",
        "started_on": started_on,
        "ended_on": ended_on,
        "cancelled_on": cancelled_on,
        "currency": currency,
        "replaces_subscription_id": replaces,
    }


def change(
    id_: str,
    subscription_id: str,
    kind: str,
    on: date,
    quantity: Any = 0,
    price: Any = 0,
    *,
    interval: str = "month",
    count: int | None = None,
    plan: str | None = "pro",
    list_price: Any = None,
    mrr: Any = None,
    ordered_at: datetime | None = None,
) -> dict[str, Any]:
    """Give one change of a subscription; `price` is per unit and billing interval."""
    return {
        "change_id": id_,
        "order_id": f"o-{id_}",
        "subscription_id": subscription_id,
        "change_type": kind,
        "ordered_at": ordered_at,
        "effective_on": on,
        "plan_after": plan,
        "quantity_after": Decimal(quantity),
        "unit_price_after": Decimal(price),
        "billing_interval": interval,
        "billing_interval_count": count,
        "list_price": None if list_price is None else Decimal(list_price),
        "mrr_after": None if mrr is None else Decimal(mrr),
    }


def snapshot(
    subscription_id: str,
    on: date,
    quantity: Any,
    price: Any,
    *,
    interval: str = "month",
    count: int | None = None,
    plan: str | None = "pro",
    status: str = "active",
) -> dict[str, Any]:
    """Give the state of a subscription on one day."""
    return {
        "subscription_id": subscription_id,
        "snapshot_on": on,
        "plan": plan,
        "quantity": Decimal(quantity),
        "unit_price": Decimal(price),
        "billing_interval": interval,
        "billing_interval_count": count,
        "status": status,
    }


def invoice_line(
    id_: str,
    kind: str,
    amount: Any,
    first: date,
    last: date,
    *,
    line: str = "core",
    subscription_id: str | None = None,
    currency: str = "USD",
    invoiced_on: date | None = None,
    invoice_id: str | None = None,
) -> dict[str, Any]:
    """Give one invoice line; by default it is invoiced on the last day of its period."""
    return {
        "invoice_line_id": id_,
        "invoice_id": invoice_id or f"i-{id_}",
        "customer_id": CUSTOMER,
        "subscription_id": subscription_id,
        "product_line": line,
        "line_type": kind,
        "amount": Decimal(amount),
        "currency": currency,
        "period_starts_on": first,
        "period_ends_on": last,
        "invoiced_at": datetime.combine(invoiced_on or min(last, AS_OF), time(8)),
    }


def payment(invoice_id: str, due_on: date, paid_on: date | None = None) -> dict[str, Any]:
    """Give the payment of an invoice, open where `paid_on` is missing."""
    return {
        "invoice_id": invoice_id,
        "customer_id": CUSTOMER,
        "due_on": due_on,
        "paid_on": paid_on,
        "status": "paid" if paid_on else "past_due",
    }


def book(
    subscriptions: Sequence[dict[str, Any]] = (),
    changes: Sequence[dict[str, Any]] = (),
    snapshots: Sequence[dict[str, Any]] = (),
    invoice_lines: Sequence[dict[str, Any]] = (),
    payments: Sequence[dict[str, Any]] = (),
) -> Book:
    """Put the rows of one customer together."""
    return {
        "billing_customers": [customer()],
        "subscriptions": list(subscriptions),
        "subscription_changes": list(changes),
        "subscription_snapshots": list(snapshots),
        "invoice_lines": list(invoice_lines),
        "payments": list(payments),
    }


# --------------------------------------------------------------------------- folders and fixtures


def one_input(books: Mapping[str, Book]) -> Book:
    """Put books into one input: every key gets the name of its book in front; rates are shared."""
    tables: Book = {name: [] for name in SCHEMAS}
    tables["fx_rates"] = list(FX_RATES)
    for prefix, one in books.items():
        for name, rows in one.items():
            if name == "fx_rates":
                continue
            tables[name] += [
                {c: f"{prefix}-{v}" if c in KEYS and v is not None else v for c, v in row.items()}
                for row in rows
            ]
    return tables


def write_folder(tables: Book, folder: Path) -> None:
    """Write one Parquet file per table, all columns of the contract included."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, columns in SCHEMAS.items():
        schema = pa.schema([(c, ARROW[kind]) for c, kind in columns.items()])
        rows = [{c: row.get(c) for c in columns} for row in tables.get(name, ())]
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / f"{name}.parquet")


def to_json(one: Book) -> dict[str, list[dict[str, Any]]]:
    """Show a book as JSON values: dates in ISO form, numbers as strings; empty columns left out."""

    def show(value: Any) -> Any:
        if isinstance(value, (date, datetime)):
            return value.isoformat()
        return str(value) if isinstance(value, Decimal) else value

    return {
        name: [{c: show(v) for c, v in row.items() if v is not None} for row in rows]
        for name, rows in one.items()
        if rows
    }


def from_json(tables: Mapping[str, Any]) -> Book:
    """Read a book back from JSON values."""
    readers = {
        "date": date.fromisoformat,
        "timestamp": datetime.fromisoformat,
        "decimal": Decimal,
        "string": str,
        "int": int,
        "bool": bool,
    }
    return {
        name: [{c: readers[SCHEMAS[name][c]](v) for c, v in row.items()} for row in rows]
        for name, rows in tables.items()
    }


def save_fixture(folder: Path, name: str, about: str, one: Book) -> Path:
    """Keep a book as a fixture, to be replayed in every run from now on."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    content = {"about": about, "as_of": AS_OF.isoformat(), "tables": to_json(one)}
    path.write_text(json.dumps(content, indent=1) + "\n")
    return path


def load_fixtures(folder: Path) -> dict[str, Book]:
    """Read the kept books."""
    return {
        path.stem: from_json(json.loads(path.read_text())["tables"])
        for path in sorted(folder.glob("*.json"))
    }


# ----------------------------------------------------------------------------------- random books

LINES = ("core", "extra")
PLANS = ("basic", "pro", "team")
CURRENCIES = ("USD", "USD", "USD", "EUR", "GBP", "JPY")
INTERVALS = ("month", "month", "month", "year", "year", "quarter", "week", "day")
PRICES = tuple(Decimal(p) for p in ("9.99", "10", "12.5", "29", "49.95", "50", "55", "120", "1200"))
QUANTITIES = tuple(Decimal(q) for q in ("1", "1", "2", "3", "7", "10", "14", "2.5", "400"))
LAGS = (0, 0, 1, 5, 14, 29, 30, 31, 45, 90)
SPAN = (AS_OF - FIRST_DAY).days


@st.composite
def terms(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what a change says about the state after it."""
    price = draw(st.sampled_from(PRICES))
    listed = draw(st.sampled_from((None, price, price + 1, price * 2, price * 2)))
    return {
        "quantity": draw(st.sampled_from(QUANTITIES)),
        "price": price,
        "list_price": listed,
        "interval": draw(st.sampled_from(INTERVALS)),
        "count": draw(st.sampled_from((None, None, None, 1, 2, 3))),
        "plan": draw(st.sampled_from(PLANS)),
    }


def altered(draw: st.DrawFn, kind: str, before: dict[str, Any]) -> dict[str, Any]:
    """Draw the terms after a change of a kind, most of them as before."""
    after = dict(before)
    new = draw(terms())
    if kind in ("quantity", "addon", "usage"):
        after["quantity"] = new["quantity"]
    elif kind == "plan":
        after |= {c: new[c] for c in ("plan", "price", "list_price")}
    elif kind == "price":
        after |= {c: new[c] for c in ("price", "list_price")}
        if draw(st.integers(0, 9)) == 0:
            after["price"] = Decimal(0)
    elif kind in ("renewal", "start", "resume"):
        after = draw(st.sampled_from((before, before, new)))
    return after


@st.composite
def histories(draw: st.DrawFn, id_: str, first: date, pool: list[date]) -> list[dict[str, Any]]:
    """Draw the changes of one subscription, in order, by walking through its possible states."""
    now = draw(terms())
    if draw(st.integers(0, 5)) == 0:
        now = now | {"price": Decimal(0)}
    state, kind, day = "new", "start", first
    is_named_backwards = draw(st.booleans())
    rows: list[dict[str, Any]] = []
    for n in range(draw(st.integers(1, 6))):
        if n:
            later = [d for d in pool if d >= day] or [day]
            gap = timedelta(days=draw(st.sampled_from((0, 0, 0, 1, 30, 31))))
            day = draw(st.sampled_from(later)) + gap
            if day > AS_OF and draw(st.integers(0, 12)) != 7:
                break
            kind = draw(st.sampled_from(next_kinds(state)))
            now = altered(draw, kind, now)
        state = {"pause": "paused", "cancel": "ended"}.get(
            kind, "paused" if state == "paused" and kind != "resume" else "running"
        )
        stated = None
        if kind not in ("pause", "cancel") and draw(st.integers(0, 7)) == 0:
            stated = draw(st.sampled_from((Decimal("100"), Decimal("33.33"), Decimal("0.01"))))
        values = now if kind != "cancel" else now | {"quantity": Decimal(0), "list_price": None}
        rows.append(
            change(
                f"{id_}-{9 - n if is_named_backwards else n}",
                id_,
                kind,
                day,
                **values,
                mrr=stated,
                ordered_at=order_time(draw, rows, day, n),
            )
        )
        if day > AS_OF:
            break
    flaw = draw(st.sampled_from((None,) * 60 + ("repeated", "contradicted")))
    if flaw == "repeated":
        rows.append(dict(rows[-1]))
    elif flaw == "contradicted":
        id_of_other, other = rows[-1]["change_id"] + "x", rows[-1]["quantity_after"] + 1
        rows.append(rows[-1] | {"change_id": id_of_other, "quantity_after": other})
    return rows


def next_kinds(state: str) -> tuple[str, ...]:
    """Give the kinds of change that make sense in a state."""
    return {
        "running": (
            "quantity",
            "quantity",
            "plan",
            "price",
            "addon",
            "usage",
            "renewal",
            "pause",
            "cancel",
        ),
        "paused": ("resume", "resume", "quantity", "cancel"),
        "ended": ("start", "resume"),
    }[state]


def order_time(draw: st.DrawFn, rows: list[dict[str, Any]], day: date, n: int) -> datetime | None:
    """Draw when a change was ordered: unknown, before or after the day it counts from."""
    same_day = [r for r in rows if r["effective_on"] == day]
    if same_day:
        last = same_day[-1]["ordered_at"] or datetime.combine(day - timedelta(days=60), time(9))
        return min(last, datetime.combine(AS_OF, time(20))) + timedelta(minutes=1)
    lag = draw(st.sampled_from((None, None, 0, 1, 20, -3)))
    if lag is None:
        return None
    return datetime.combine(min(day - timedelta(days=lag), AS_OF), time(9, n))


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Draw the billing export of one customer: overlaps, gaps, restarts, late renewals, usage."""
    offsets = draw(st.lists(st.integers(0, SPAN), min_size=2, max_size=6, unique=True))
    anchors = draw(
        st.sets(
            st.sampled_from(
                (
                    date(2024, 1, 31),
                    date(2024, 2, 29),
                    date(2024, 12, 31),
                    date(2025, 7, 31),
                    AS_OF - timedelta(days=30),
                    AS_OF,
                    AS_OF + timedelta(days=1),
                )
            ),
            max_size=2,
        )
    )
    pool = sorted({FIRST_DAY + timedelta(days=n) for n in offsets} | anchors)
    one = book()
    for n in range(draw(st.integers(1, 4))):
        draw_subscription(draw, one, f"s{n}", pool)
    for line in LINES:
        if draw(st.integers(0, 4)) == 0:
            draw_overage(draw, one, line)
    for n in range(draw(st.sampled_from((0, 0, 0, 0, 1, 2)))):
        draw_payment(draw, one, f"p{n}", pool)
    return one


def draw_subscription(draw: st.DrawFn, one: Book, id_: str, pool: list[date]) -> None:
    """Draw one more subscription of a book: new, or in the place of one that is over."""
    line = draw(st.sampled_from(LINES[:1] * 3 + LINES[1:]))
    first, replaces, currency = draw(st.sampled_from(pool)), None, draw(st.sampled_from(CURRENCIES))
    older = [s for s in one["subscriptions"] if s["started_on"] < AS_OF]
    if older and draw(st.booleans()):
        old = draw(st.sampled_from(older))
        line, currency = old["product_line"], draw(st.sampled_from((old["currency"], currency)))
        over_on = old["ended_on"] or last_change_day(one, old["subscription_id"])
        first = over_on + timedelta(days=draw(st.sampled_from(LAGS)))
        is_free = all(s["replaces_subscription_id"] != old["subscription_id"] for s in older)
        if is_free and first > old["started_on"] and draw(st.booleans()):
            replaces = old["subscription_id"]
    if first > AS_OF:
        first, replaces = (
            draw(st.sampled_from([d for d in pool if d <= AS_OF] or [FIRST_DAY])),
            None,
        )

    source = draw(st.sampled_from(("changes",) * 8 + ("snapshots", "invoices")))
    last, has_cancel = first, False
    if source == "changes":
        rows = draw(histories(id_, first, pool))
        one["subscription_changes"] += rows
        last = max(r["effective_on"] for r in rows)
        has_cancel = any(r["change_type"] == "cancel" for r in rows)
    elif source == "snapshots":
        last = draw_snapshots(draw, one, id_, first)
    else:
        replaces = None
        last = draw_invoices(draw, one, id_, first, line, currency)

    ended_on = cancelled_on = None
    if source == "invoices":
        if last < AS_OF:
            how = draw(
                st.sampled_from(("silent", "silent", "ended", "cancelled", "cancelled_only"))
            )
            ended_on = last if how in ("ended", "cancelled") else None
            cancelled_on = last if how in ("cancelled", "cancelled_only") else None
    elif not has_cancel and last < AS_OF:
        how = draw(st.sampled_from(("open", "expired", "expired", "cancelled", "cancelled_only")))
        over = min(last + timedelta(days=draw(st.sampled_from((1, 20, 60, 200)))), AS_OF)
        if how in ("expired", "cancelled"):
            ended_on = over
        if how in ("cancelled", "cancelled_only"):
            cancelled_on = over if how == "cancelled_only" else last + timedelta(days=1)
    one["subscriptions"].append(
        subscription(
            id_,
            first,
            line=line,
            currency=currency,
            ended_on=ended_on,
            cancelled_on=cancelled_on,
            replaces=replaces,
        )
    )


def last_change_day(one: Book, id_: str) -> date:
    """Give the last day on which anything is known of a subscription."""
    days = [r["effective_on"] for r in one["subscription_changes"] if r["subscription_id"] == id_]
    days += [r["snapshot_on"] for r in one["subscription_snapshots"] if r["subscription_id"] == id_]
    days += [r["period_ends_on"] for r in one["invoice_lines"] if r["subscription_id"] == id_]
    return max(days)


def draw_snapshots(draw: st.DrawFn, one: Book, id_: str, first: date) -> date:
    """Draw a subscription that is only known from the days on which it was looked at."""
    now, day = draw(terms()), first
    for n in range(draw(st.integers(1, 5))):
        status = (
            "active"
            if n == 0
            else draw(
                st.sampled_from(("active", "active", "active", "trialing", "paused", "past_due"))
            )
        )
        one["subscription_snapshots"].append(
            snapshot(
                id_,
                day,
                now["quantity"],
                now["price"],
                interval=now["interval"],
                count=now["count"],
                plan=now["plan"],
                status=status,
            )
        )
        following = day + timedelta(days=draw(st.sampled_from((1, 7, 31))))
        if following >= AS_OF:
            break
        if draw(st.booleans()):
            now = altered(draw, draw(st.sampled_from(("quantity", "plan", "price"))), now)
        day = following
    return one["subscription_snapshots"][-1]["snapshot_on"]


def draw_invoices(
    draw: st.DrawFn, one: Book, id_: str, first: date, line: str, currency: str
) -> date:
    """Draw a subscription that is only known from its invoices; give the day after the last one.

    One follows the other or leaves a gap. Now and then a period is no whole number of months, and
    now and then the day after it is stated as its end.
    """
    months = draw(st.sampled_from((1, 1, 3, 12, None)))
    ends_after = months is not None and draw(st.integers(0, 3)) == 0
    amount, start = draw(st.sampled_from(PRICES)), first
    for n in range(draw(st.integers(1, 6))):
        if start > AS_OF:
            break
        over = start + timedelta(days=10) if months is None else same_day(start, months)
        one["invoice_lines"].append(
            invoice_line(
                f"{id_}-r{n}",
                "recurring",
                amount,
                start,
                over if ends_after else over - timedelta(days=1),
                line=line,
                subscription_id=id_,
                currency=currency,
                invoiced_on=start,
            )
        )
        start = over + timedelta(days=draw(st.sampled_from((0, 0, 0, 0, 1, 30, 31, 70))))
        if draw(st.integers(0, 2)) == 0:
            amount = draw(st.sampled_from(PRICES))
    return over


def same_day(day: date, months: int) -> date:
    """Go some months on, to the last day of a shorter month where the day does not exist."""
    first = next_month(day, months)
    last = next_month(first, 1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)


def next_month(first_of_month: date, months: int) -> date:
    """Go from the first of a month to the first of a later one."""
    index = first_of_month.year * 12 + first_of_month.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def draw_overage(draw: st.DrawFn, one: Book, line: str) -> None:
    """Draw metered usage of one line over some months, with months left out."""
    start = next_month(FIRST_DAY, draw(st.integers(0, 24)))
    for n in range(draw(st.integers(1, 7))):
        month = next_month(start, n)
        if month > AS_OF or draw(st.integers(0, 3)) == 0:
            continue
        end = next_month(month, 1) - timedelta(days=1)
        one["invoice_lines"].append(
            invoice_line(
                f"{line}-u{n}",
                "overage",
                draw(st.sampled_from(PRICES)),
                month,
                end,
                line=line,
                currency=draw(st.sampled_from(CURRENCIES)),
            )
        )


def draw_payment(draw: st.DrawFn, one: Book, id_: str, pool: list[date]) -> None:
    """Draw an invoice of a subscription that is paid in time, late, or not at all."""
    with_changes = sorted({r["subscription_id"] for r in one["subscription_changes"]})
    if not with_changes:
        return
    id_of_sub = draw(st.sampled_from(with_changes))
    sub = next(s for s in one["subscriptions"] if s["subscription_id"] == id_of_sub)
    due_on = min(max(draw(st.sampled_from(pool)), sub["started_on"]), AS_OF)
    lag = draw(st.sampled_from((0, 29, 30, 31, 45, 100, None)))
    paid_on = None if lag is None else due_on + timedelta(days=lag)
    start, end = due_on, due_on + timedelta(days=29)
    one["invoice_lines"].append(
        invoice_line(
            f"{id_}-r",
            "recurring",
            10,
            start,
            end,
            line=sub["product_line"],
            subscription_id=sub["subscription_id"],
            currency=sub["currency"],
            invoiced_on=start,
            invoice_id=id_,
        )
    )
    known = paid_on if paid_on and paid_on <= AS_OF else None
    one["payments"].append(payment(id_, due_on, known))


# ---------------------------------------------------------------------------------------- shrinking


def smaller_books(one: Book) -> Iterable[Book]:
    """Give every book that is one step simpler: a row less, or a value plainer."""
    for row in one["subscriptions"]:
        yield without_subscription(one, row["subscription_id"])
    for name in ("subscription_changes", "subscription_snapshots", "invoice_lines", "payments"):
        for n in range(len(one.get(name, ()))):
            less = copy.deepcopy(one)
            del less[name][n]
            if is_whole(less):
                yield less
    plain = {
        "subscriptions": {
            "currency": "USD",
            "replaces_subscription_id": None,
            "cancelled_on": None,
            "ended_on": None,
            "product_line": "core",
        },
        "subscription_changes": {
            "ordered_at": None,
            "list_price": None,
            "mrr_after": None,
            "billing_interval": "month",
            "billing_interval_count": None,
            "plan_after": "pro",
            "quantity_after": Decimal(1),
            "unit_price_after": Decimal(10),
        },
        "invoice_lines": {"currency": "USD", "amount": Decimal(10)},
    }
    for name, values in plain.items():
        for n, row in enumerate(one.get(name, ())):
            for column, value in values.items():
                if row.get(column) == value or is_needed(one, name, row, column):
                    continue
                less = copy.deepcopy(one)
                less[name][n][column] = value
                yield less


def is_needed(one: Book, name: str, row: Mapping[str, Any], column: str) -> bool:
    """Tell apart changes of one day: their order times must stay."""
    if (name, column) != ("subscription_changes", "ordered_at"):
        return False
    place = ("subscription_id", "effective_on")
    return sum(all(r[c] == row[c] for c in place) for r in one[name]) > 1


def is_whole(one: Book) -> bool:
    """Whether every subscription still has a history."""
    return all(
        any(
            row.get("subscription_id") == sub["subscription_id"]
            for name in ("subscription_changes", "subscription_snapshots", "invoice_lines")
            for row in one.get(name, ())
        )
        for sub in one["subscriptions"]
    )


def without_subscription(one: Book, id_: str) -> Book:
    """Take one subscription out of a book, with everything that names it."""
    less = {
        name: [dict(r) for r in rows if r.get("subscription_id") != id_]
        for name, rows in one.items()
    }
    for row in less["subscriptions"]:
        if row.get("replaces_subscription_id") == id_:
            row["replaces_subscription_id"] = None
    return less


def size(one: Book) -> int:
    """How much there is to read in a book: rows, then columns that say something."""
    rows = [row for name, group in one.items() if name != "billing_customers" for row in group]
    return 1000 * len(rows) + sum(len(str(v)) for r in rows for v in r.values() if v is not None)
