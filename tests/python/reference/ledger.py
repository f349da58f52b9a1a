"""The revenue ledger, the slow and obvious way.

The warehouse derives movements with set-based SQL. This module derives the same movements by
walking through every account day by day with exact fractions, so that the two can be compared. It
shares no code with the models and is written from the specification.

Input: a mapping of table name to a list of row mappings, in the columns of the input contract
(`subscriptions`, `subscription_changes`, `subscription_snapshots`, `invoice_lines`, `payments`,
`fx_rates`, `billing_customers`). Dates are `datetime.date`, timestamps `datetime.datetime`, numbers
`Decimal` or `int`; an absent table or column is empty.

Money is a `Fraction` in the reporting currency per month. It is rounded (half away from zero, to 8
decimals) in five places only: the MRR and the list price of a change row, the volume part and the
discount part of a split, and the monthly usage average.
"""

from __future__ import annotations

import calendar
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]

MONTHS_OF_INTERVAL = {
    "day": Fraction(12, 365),
    "week": Fraction(12, 52),
    "month": Fraction(1),
    "quarter": Fraction(3),
    "year": Fraction(12),
}
MOVEMENT_TYPES = ("new", "expansion", "price", "contraction", "churn", "reactivation", "fx")
ZERO = Fraction(0)
SCALE = 10**8
STOPPED = {"mrr": ZERO, "is_ended": True}


@dataclass(frozen=True)
class Settings:
    """The day the ledger stands on, and the parameters it reads (days, months, currency code)."""

    as_of: date
    reporting_currency: str = "USD"
    fiscal_year_start_month: int = 1
    renewal_gap_days: int = 30
    past_due_grace_days: int = 30


@dataclass(frozen=True)
class State:
    """What one subscription is worth at one moment. `list_price` is per unit and month."""

    mrr: Fraction = ZERO
    quantity: Fraction = ZERO
    plan: str | None = None
    list_price: Fraction | None = None
    is_started: bool = False
    is_paused: bool = False
    is_ended: bool = False


@dataclass(frozen=True)
class Change:
    """One row of a subscription's history: the state after it, and what kind of change it was."""

    on: date
    kind: str
    after: State


@dataclass
class Subscription:
    """One subscription with its history in order, and the day on which it lapses, if it does."""

    id: str
    account: str
    line: str
    changes: list[Change]
    expired_on: date | None = None
    lapses_on: date | None = None
    predecessor: str | None = None
    suspensions: list[tuple[date, date | None]] = field(default_factory=list)

    @property
    def starts_on(self) -> date:
        """The day of the first change."""
        return self.changes[0].on

    def is_suspended(self, day: date) -> bool:
        """Whether an invoice of it is unpaid beyond the days of grace on that day."""
        return any(a <= day and (b is None or day < b) for a, b in self.suspensions)


@dataclass(frozen=True)
class Piece:
    """One part of one change of MRR, before the movement type of the day is known."""

    line: str
    driver: str
    basis: str
    amount: Fraction


@dataclass(frozen=True)
class Ledger:
    """The answer: movements, dense months, the company's retention, each account's MRR by day."""

    movements: list[dict[str, Any]]
    months: list[dict[str, Any]]
    retention: list[dict[str, Any]]
    mrr_by_day: dict[str, dict[date, Fraction]]


# ---------------------------------------------------------------------------------------- numbers


def fraction(value: Any) -> Fraction | None:
    """Read an exact number; a float is refused because it would hide a rounding."""
    if value is None:
        return None
    if isinstance(value, float):
        raise TypeError(f"floats are not exact: {value!r}")
    return Fraction(value)


def to_8_decimals(value: Fraction) -> Fraction:
    """Round half away from zero to 8 decimals."""
    scaled = abs(value) * SCALE
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, SCALE)


def to_decimal(value: Fraction) -> Decimal:
    """Show a fraction with 8 decimals, which is exact for every amount of the ledger."""
    units = to_8_decimals(value) * SCALE
    return Decimal(units.numerator).scaleb(-8)


# ------------------------------------------------------------------------------------------ dates


def month_of(day: date) -> date:
    """Give the first day of the month."""
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    """Go `months` further, to the last day of a shorter month where the day does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def month_end(day: date) -> date:
    """Give the last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def days_between(first: date, last: date) -> Iterable[date]:
    """Every day from the first to the last, both included."""
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)


def day_of(moment: date | datetime) -> date:
    """Give the day of a date or a timestamp."""
    return moment.date() if isinstance(moment, datetime) else moment


def until_as_of(day: date | None, settings: Settings) -> date | None:
    """Blank a date that lies after the as-of date: it is not known yet."""
    return day if day is not None and day <= settings.as_of else None


# ---------------------------------------------------------------------------------------- reading


def constant_rates(rows: Sequence[Row], settings: Settings) -> dict[str, Fraction]:
    """Give each currency its plan rate: the last before the fiscal year, else the earliest."""
    start = date(settings.as_of.year, settings.fiscal_year_start_month, 1)
    if start > settings.as_of:
        start = start.replace(year=start.year - 1)
    rates: dict[str, Fraction] = {}
    for currency in {row["currency"] for row in rows}:
        known = sorted(
            (r["rate_date"], Fraction(r["rate"])) for r in rows if r["currency"] == currency
        )
        before = [rate for day, rate in known if day < start]
        rates[currency] = before[-1] if before else known[0][1]
    rates[settings.reporting_currency] = Fraction(1)
    return rates


def per_month(price: Fraction, row: Row) -> Fraction:
    """Spread a price of one billing interval over months."""
    count = row.get("billing_interval_count") or 1
    return price / MONTHS_OF_INTERVAL[row["billing_interval"]] / count


def stated_list_price(row: Row, rate: Fraction) -> Fraction | None:
    """Give the list price per unit and month in the reporting currency, where it is stated."""
    price = fraction(row.get("list_price"))
    return None if price is None else to_8_decimals(per_month(price, row) * rate)


def known_changes(rows: Sequence[Row], settings: Settings) -> list[Row]:
    """Drop rows ordered after the as-of date, repeats, and what contradicts an earlier row."""
    seen: dict[str, Row] = {}
    for row in rows:
        ordered = row.get("ordered_at")
        if ordered is None or day_of(ordered) <= settings.as_of:
            seen.setdefault(row["change_id"], row)
    moments: dict[tuple, list[Row]] = defaultdict(list)
    for row in seen.values():
        moments[row["subscription_id"], row["effective_on"], row.get("ordered_at")].append(row)
    kept = []
    for group in moments.values():
        first = min(group, key=lambda r: r["change_id"])
        kept += [row for row in group if after_values(row) == after_values(first)]
    return kept


def after_values(row: Row) -> tuple:
    """What a change says about the state after it; rows of one moment that differ contradict."""
    columns = ("plan_after", "quantity_after", "unit_price_after", "billing_interval", "mrr_after")
    return *(row.get(c) for c in columns), row.get("billing_interval_count") or 1


def history_from_changes(rows: Sequence[Row], rate: Fraction, settings: Settings) -> list[Change]:
    """Read the history of one subscription from its change rows."""
    in_order = sorted(
        rows,
        key=lambda r: (
            r["effective_on"],
            r.get("ordered_at") is not None,
            r.get("ordered_at") or datetime.min,
            r["change_id"],
        ),
    )
    history: list[Change] = []
    plan: str | None = None
    paused = False
    for row in in_order:
        if row["effective_on"] > settings.as_of:
            continue
        kind = row["change_type"]
        plan = row.get("plan_after") or plan
        quantity = fraction(row["quantity_after"])
        native = fraction(row.get("mrr_after"))
        if native is None:
            native = per_month(quantity * (fraction(row.get("unit_price_after")) or ZERO), row)
        paused = kind == "pause" or (paused and kind not in ("resume", "cancel"))
        is_ended = kind == "cancel"
        mrr = ZERO if is_ended or paused else to_8_decimals(native * rate)
        state = State(
            mrr,
            quantity,
            plan,
            stated_list_price(row, rate),
            True,
            paused and not is_ended,
            is_ended,
        )
        history.append(Change(row["effective_on"], kind, state))
    return history


def history_from_snapshots(rows: Sequence[Row], rate: Fraction, settings: Settings) -> list[Change]:
    """Read the history of one subscription from the days on which it was looked at."""
    history: list[Change] = []
    before = State()
    for row in sorted(rows, key=lambda r: r["snapshot_on"]):
        if row["snapshot_on"] > settings.as_of:
            continue
        status = row["status"]
        is_ended, is_paused = status in ("cancelled", "ended"), status == "paused"
        is_worth = status in ("active", "past_due")
        quantity = fraction(row["quantity"])
        native = per_month(quantity * fraction(row["unit_price"]), row)
        plan = row.get("plan") or before.plan
        mrr = to_8_decimals(native * rate) if is_worth else ZERO
        after = State(mrr, quantity, plan, None, True, is_paused, is_ended)
        if after == before:
            continue
        kind = "quantity"
        if is_ended:
            kind = "cancel"
        elif is_paused:
            kind = "pause"
        elif before.is_paused:
            kind = "resume"
        elif not before.is_started or before.is_ended:
            kind = "start"
        history.append(Change(row["snapshot_on"], kind, after))
        before = after
    return history


def months_of_period(first: date, last: date) -> Fraction:
    """Give the months of an invoiced period: whole months where the dates say so, else days."""
    for n in range(1, 121):
        if add_months(first, n) in (last, last + timedelta(days=1)):
            return Fraction(n)
    return Fraction((last - first).days + 1) * 12 / 365


def day_after_period(first: date, last: date) -> date:
    """Give the first day that a period does not pay for; some exports state it as its end."""
    if last > first and any(add_months(first, n) == last for n in range(1, 121)):
        return last
    return last + timedelta(days=1)


def paid_until(rows: Sequence[Row], settings: Settings) -> date | None:
    """Give the first day that no recurring line pays for any more."""
    return max(
        (
            day_after_period(row["period_starts_on"], row["period_ends_on"])
            for row in rows
            if day_of(row["invoiced_at"]) <= settings.as_of
        ),
        default=None,
    )


def history_from_invoices(rows: Sequence[Row], rate: Fraction, settings: Settings) -> list[Change]:
    """Read the history of one subscription from its recurring invoice lines.

    Between two periods it is carried for the days of a late signature, and stops after them.
    """
    by_day: dict[date, Fraction] = defaultdict(Fraction)
    over: dict[date, date] = {}
    for row in rows:
        first, last = row["period_starts_on"], row["period_ends_on"]
        if day_of(row["invoiced_at"]) <= settings.as_of:
            by_day[first] += Fraction(row["amount"]) / months_of_period(first, last)
            over[first] = max(day_after_period(first, last), over.get(first, first))
    history: list[Change] = []
    carried_until = date.max
    for day in sorted(by_day):
        if carried_until < min(day, settings.as_of + timedelta(days=1)):
            history.append(Change(carried_until, "cancel", replace(history[-1].after, **STOPPED)))
        if day > settings.as_of:
            break
        after = State(to_8_decimals(by_day[day] * rate), Fraction(1), None, None, True)
        if not history or history[-1].after != after:
            history.append(Change(day, "price" if history else "start", after))
        carried_until = over[day] + timedelta(days=settings.renewal_gap_days)
    return history


def grouped(rows: Iterable[Row], column: str) -> dict[Any, list[Row]]:
    """Group rows by one column."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.get(column)].append(row)
    return groups


def read_subscriptions(
    tables: Tables, accounts: Mapping[str, str], settings: Settings
) -> dict[str, Subscription]:
    """Read every subscription with the history from its best source, and its end."""
    rates = constant_rates(tables.get("fx_rates", ()), settings)
    changes = grouped(
        known_changes(tables.get("subscription_changes", ()), settings), "subscription_id"
    )
    snapshots = grouped(tables.get("subscription_snapshots", ()), "subscription_id")
    recurring = grouped(
        (r for r in tables.get("invoice_lines", ()) if r["line_type"] == "recurring"),
        "subscription_id",
    )
    found: dict[str, Subscription] = {}
    for row in tables.get("subscriptions", ()):
        id_, rate = row["subscription_id"], rates[row["currency"]]
        if changes.get(id_):
            history = history_from_changes(changes[id_], rate, settings)
        elif snapshots.get(id_):
            history = history_from_snapshots(snapshots[id_], rate, settings)
        else:
            history = history_from_invoices(recurring.get(id_, ()), rate, settings)
        if not history:
            continue
        sub = Subscription(id_, accounts[row["customer_id"]], row["product_line"], history)
        ended, cancelled = (until_as_of(row.get(c), settings) for c in ("ended_on", "cancelled_on"))
        is_invoiced = not changes.get(id_) and not snapshots.get(id_)
        if is_invoiced and ended is None:
            paid = paid_until(recurring[id_], settings)
            ended = max(paid, cancelled or paid)
        has_notice = any(change["change_type"] == "cancel" for change in changes.get(id_, ()))
        has_notice |= any(change.kind == "cancel" for change in history)
        if has_notice and not is_invoiced:
            pass
        elif cancelled is not None:
            sub.lapses_on = ended or cancelled
        elif ended is not None:
            sub.expired_on = ended
            sub.lapses_on = ended + timedelta(days=settings.renewal_gap_days)
        found[id_] = sub
    link_chains(found, tables.get("subscriptions", ()), settings)
    read_suspensions(found, tables, settings)
    return found


def link_chains(subs: dict[str, Subscription], rows: Sequence[Row], settings: Settings) -> None:
    """Say which subscription continues which: as stated, then late renewals on the same line."""

    def is_same_place(a: Subscription, b: Subscription) -> bool:
        return a.id != b.id and (a.account, a.line) == (b.account, b.line)

    continued: set[str] = set()
    stated = [
        (subs[r["subscription_id"]], r.get("replaces_subscription_id"))
        for r in rows
        if r["subscription_id"] in subs and r.get("replaces_subscription_id") in subs
    ]
    for sub, old in sorted(stated, key=lambda pair: (pair[0].starts_on, pair[0].id)):
        is_later = sub.starts_on > subs[old].starts_on
        if old not in continued and is_later and is_same_place(sub, subs[old]):
            sub.predecessor = old
            continued.add(old)

    expired = [s for s in subs.values() if s.expired_on is not None and s.id not in continued]
    for old_sub in sorted(expired, key=lambda s: (s.expired_on, s.id)):
        last = old_sub.expired_on + timedelta(days=settings.renewal_gap_days)
        candidates = [
            s
            for s in subs.values()
            if is_same_place(s, old_sub)
            and s.predecessor is None
            and old_sub.expired_on <= s.starts_on <= last
        ]
        if candidates:
            heir = min(candidates, key=lambda s: (s.starts_on, s.id))
            heir.predecessor = old_sub.id


def read_suspensions(subs: dict[str, Subscription], tables: Tables, settings: Settings) -> None:
    """Suspend the subscriptions of an invoice from the day after its grace until it is paid."""
    of_invoice = grouped(tables.get("invoice_lines", ()), "invoice_id")
    for payment in tables.get("payments", ()):
        from_ = payment["due_on"] + timedelta(days=settings.past_due_grace_days + 1)
        paid = until_as_of(payment.get("paid_on"), settings)
        if payment["status"] == "void" or from_ > settings.as_of or (paid and paid <= from_):
            continue
        for id_ in {line.get("subscription_id") for line in of_invoice[payment["invoice_id"]]}:
            if id_ in subs:
                subs[id_].suspensions.append((from_, paid))


def read_overage(
    tables: Tables, accounts: Mapping[str, str], settings: Settings
) -> dict[tuple[str, str], dict[date, Fraction]]:
    """Sum overage lines in the reporting currency per (account, line) and month of the period."""
    rates = constant_rates(tables.get("fx_rates", ()), settings)
    overage: dict[tuple[str, str], dict[date, Fraction]] = defaultdict(
        lambda: defaultdict(Fraction)
    )
    for row in tables.get("invoice_lines", ()):
        if row["line_type"] == "overage" and day_of(row["invoiced_at"]) <= settings.as_of:
            place = accounts[row["customer_id"]], row["product_line"]
            amount = Fraction(row["amount"]) * rates[row["currency"]]
            overage[place][month_of(row["period_starts_on"])] += amount
    return overage


# --------------------------------------------------------------------------------------- the rules


def split(before: State, after: State, kind: str, was_paying: bool) -> list[tuple[str, Fraction]]:
    """Cut one change of MRR into (driver, amount) pieces that add up to it exactly."""
    delta = after.mrr - before.mrr
    if before.mrr == 0:
        returns = kind == "resume" and before.is_started
        return [("resume" if returns else "addon" if was_paying else "start", delta)]
    if after.mrr == 0:
        return [("pause" if after.is_paused else "stop", delta)]
    if before.plan is not None and after.plan is not None and before.plan != after.plan:
        return [("tier", delta)]
    if kind == "addon":
        return [("addon", delta)]

    volume = ZERO
    if before.quantity > 0:
        volume = to_8_decimals((after.quantity - before.quantity) * before.mrr / before.quantity)
    price = delta - volume
    discount = ZERO
    if (
        before.list_price is not None
        and after.list_price is not None
        and before.quantity > 0
        and after.quantity > 0
    ):
        unit = after.mrr / after.quantity - before.mrr / before.quantity
        listed = after.list_price - before.list_price
        discount = to_8_decimals((unit - listed) * after.quantity)
    volume_driver = "usage" if kind == "usage" else "seats"
    return [(volume_driver, volume), ("discount", discount), ("price", price - discount)]


def movement_type(piece: Piece, opening: Fraction, closing: Fraction, has_paid: bool) -> str:
    """Name the movement by the account's MRR before and after the day."""
    if opening == 0:
        return "reactivation" if has_paid else "new"
    if closing == 0:
        return "churn"
    if piece.amount < 0:
        return "contraction"
    return "price" if piece.driver in ("price", "discount") else "expansion"


# ---------------------------------------------------------------------------------- the simulation


def pieces_of_day(
    day: date, subs: Mapping[str, Subscription], states: dict[str, State], was_paying: bool
) -> list[Piece]:
    """Move every subscription of one account through one day; `states` is updated in place.

    Only the state at the end of the day counts; the last change of the day says what it was.
    """
    pieces: list[Piece] = []
    before_day = dict(states)
    yesterday = day - timedelta(days=1)
    taken_over = {s.predecessor for s in subs.values() if s.predecessor and s.starts_on <= day}

    def worth(sub: Subscription, state: State, on: date) -> State:
        is_held = sub.is_suspended(on) and state.mrr > 0
        return replace(state, mrr=ZERO, is_paused=True) if is_held else state

    for sub in subs.values():
        if day < sub.starts_on or sub.id in taken_over:
            continue
        before = worth(sub, before_day[sub.id], yesterday)
        after, kind = before_day[sub.id], "none"
        if sub.predecessor and day == sub.starts_on:
            old = before_day[sub.predecessor]
            before = worth(subs[sub.predecessor], old, yesterday)
            states[sub.predecessor] = replace(old, mrr=ZERO, is_ended=True)
        for change in sub.changes:
            if change.on == day:
                after, kind = change.after, change.kind
        if sub.lapses_on == day:
            after, kind = replace(after, mrr=ZERO, is_paused=False, is_ended=True), "cancel"
        states[sub.id] = after
        if before.mrr == 0 and before_day[sub.id].mrr > 0:
            kind = "resume"
        parts = split(before, worth(sub, after, day), kind, was_paying)
        pieces.extend(Piece(sub.line, driver, "committed", part) for driver, part in parts if part)
    return pieces


def usage_of_day(
    day: date, previous: Fraction, by_month: Mapping[date, Fraction], in_force: bool
) -> Fraction:
    """Give the usage MRR of one line at the end of a day: set at month ends, gone with the line."""
    if not in_force:
        return ZERO
    if day != month_end(day):
        return previous
    months = [add_months(month_of(day), -n) for n in range(3)]
    return to_8_decimals(sum((by_month.get(m, ZERO) for m in months), ZERO) / 3)


def account_days(
    subs: Mapping[str, Subscription],
    overage: Mapping[str, Mapping[date, Fraction]],
    settings: Settings,
) -> tuple[list[dict[str, Any]], dict[date, Fraction]]:
    """Walk one account through every day; give its typed pieces and its MRR at each day's end."""
    starts = [s.starts_on for s in subs.values()] + [
        m for by_month in overage.values() for m in by_month
    ]
    states = {id_: State() for id_ in subs}
    usage = {line: ZERO for line in overage}
    lines_with_subscriptions = {s.line for s in subs.values()}
    net, has_paid = ZERO, False
    typed: list[dict[str, Any]] = []
    by_day: dict[date, Fraction] = {}

    for day in days_between(min(starts), settings.as_of):
        pieces = pieces_of_day(day, subs, states, net > 0)
        for line, by_month in overage.items():
            in_force = line not in lines_with_subscriptions or any(
                s.line == line and states[s.id].is_started and not states[s.id].is_ended
                for s in subs.values()
            )
            now = usage_of_day(day, usage[line], by_month, in_force)
            if now != usage[line]:
                pieces.append(Piece(line, "usage", "usage", now - usage[line]))
                usage[line] = now
        if not pieces and day < settings.as_of:
            by_day[day] = net
            continue

        closing = usage_total(usage) + sum(
            (s.mrr for id_, s in states.items() if not subs[id_].is_suspended(day)), ZERO
        )
        if closing != net + sum((p.amount for p in pieces), ZERO):
            raise AssertionError(f"the day {day} does not close")
        for piece in pieces:
            typed.append(
                {
                    "product_line": piece.line,
                    "moved_on": day,
                    "movement_type": movement_type(piece, net, closing, has_paid),
                    "driver": piece.driver,
                    "arr_basis": piece.basis,
                    "amount": piece.amount,
                }
            )
        net, has_paid = closing, has_paid or closing > 0
        by_day[day] = net
    return typed, by_day


def usage_total(usage: Mapping[str, Fraction]) -> Fraction:
    """Add up the usage MRR of an account's lines."""
    return sum(usage.values(), ZERO)


# -------------------------------------------------------------------------------------- the answer


def summed_movements(account: str, typed: Sequence[Row]) -> list[dict[str, Any]]:
    """Add pieces up per line, day, type, driver and basis; what adds up to nothing is dropped."""
    sums: dict[tuple, Fraction] = defaultdict(Fraction)
    columns = ("product_line", "moved_on", "movement_type", "driver", "arr_basis")
    for piece in typed:
        sums[tuple(piece[c] for c in columns)] += piece["amount"]
    return [
        {
            "account_id": account,
            **dict(zip(columns, key, strict=True)),
            "mrr_delta": to_decimal(sums[key]),
        }
        for key in sorted(sums)
        if sums[key]
    ]


def dense_months(
    account: str, movements: Sequence[Row], by_day: Mapping[date, Fraction], as_of: date
) -> list[dict[str, Any]]:
    """Give every month from the first paid one to the as-of month, with the bridge in columns."""
    paid = [day for day, mrr in by_day.items() if mrr > 0]
    rows: list[dict[str, Any]] = []
    if not paid:
        return rows
    month = month_of(min(paid))
    while month <= as_of:
        last = min(month_end(month), as_of)
        opening = by_day.get(month - timedelta(days=1), ZERO)
        row: dict[str, Any] = {
            "account_id": account,
            "month": month,
            "opening_mrr": to_decimal(opening),
        }
        for kind in MOVEMENT_TYPES:
            row[f"{kind}_mrr"] = sum(
                (
                    m["mrr_delta"]
                    for m in movements
                    if m["movement_type"] == kind and month_of(m["moved_on"]) == month
                ),
                Decimal(0),
            )
        row["closing_mrr"] = to_decimal(by_day[last])
        rows.append(row)
        month = add_months(month, 1)
    return rows


def twelve_months_before(month: date) -> date:
    """Give the last day of the month twelve months before."""
    return month_end(add_months(month, -12))


def company_retention(
    mrr_by_day: Mapping[str, Mapping[date, Fraction]], as_of: date
) -> list[dict[str, Any]]:
    """NRR, GRR and logo retention per month (M02, M03), where the cohort is not empty.

    A month's end, or the as-of day of the open month, is compared with the end of the same month a
    year before.
    """
    readers = {account: end_of_day_reader(by_day) for account, by_day in mrr_by_day.items()}
    first = min((min(by_day) for by_day in mrr_by_day.values() if by_day), default=as_of)
    rows = []
    month = month_of(first)
    while month <= as_of:
        day = min(month_end(month), as_of)
        earlier = twelve_months_before(month)
        pairs = [(read(earlier), read(day)) for read in readers.values() if read(earlier) > 0]
        opening = sum((then for then, _ in pairs), ZERO)
        if pairs:
            rows.append(
                {
                    "month": month,
                    "segment": "all",
                    "opening_arr": to_decimal(12 * opening),
                    "nrr": sum((now for _, now in pairs), ZERO) / opening,
                    "grr": sum((min(then, now) for then, now in pairs), ZERO) / opening,
                    "logo_retention": Fraction(sum(now > 0 for _, now in pairs), len(pairs)),
                }
            )
        month = add_months(month, 1)
    return rows


def end_of_day_reader(by_day: Mapping[date, Fraction]) -> Callable[[date], Fraction]:
    """Read the MRR of one account at the end of any day; zero before its first."""
    days = sorted(by_day)

    def read(day: date) -> Fraction:
        at = bisect_right(days, day)
        return by_day[days[at - 1]] if at else ZERO

    return read


def ledger(tables: Tables, settings: Settings, accounts: Mapping[str, str] | None = None) -> Ledger:
    """Build the whole ledger. `accounts` maps customer to account; by default each is its own."""
    if accounts is None:
        accounts = {r["customer_id"]: r["customer_id"] for r in tables.get("billing_customers", ())}
    subs = read_subscriptions(tables, accounts, settings)
    overage = read_overage(tables, accounts, settings)
    movements: list[dict[str, Any]] = []
    months: list[dict[str, Any]] = []
    mrr_by_day: dict[str, dict[date, Fraction]] = {}
    places: dict[str, dict[str, Subscription]] = defaultdict(dict)
    for sub in subs.values():
        places[sub.account][sub.id] = sub
    for account in sorted(set(places) | {account for account, _ in overage}):
        of_account = {line: by_month for (a, line), by_month in overage.items() if a == account}
        typed, by_day = account_days(places[account], of_account, settings)
        of_movements = summed_movements(account, typed)
        movements += of_movements
        months += dense_months(account, of_movements, by_day, settings.as_of)
        mrr_by_day[account] = by_day
    return Ledger(movements, months, company_retention(mrr_by_day, settings.as_of), mrr_by_day)
