"""The order book: what was bought when, as scripted, and the rows that billing exports of it.

A :class:`Subscription` keeps its true history of states; every act appends one state and writes one
``subscription_changes`` row. Money is exact: prices are cents, MRR a fraction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from plr.demo import catalog
from plr.demo.scale import month_end, plus_months, to_date
from plr.demo.tables import us
from plr.demo.world import Company, World


@dataclass(frozen=True)
class State:
    """What a subscription is worth from ``day`` on; ``mrr`` is per month in its own currency."""

    day: int
    kind: str
    quantity: Decimal
    plan: str
    unit: Decimal
    list_unit: Decimal
    mrr: Fraction
    order_id: str | None
    ordered_at: int | None
    is_over: bool = False


@dataclass
class Subscription:
    """One contract line. ``term`` is (start, end), the end exclusive."""

    id: str
    company: Company
    customer: str
    line: str
    interval: str
    term_months: int
    auto_renews: bool
    term: tuple[int, int] | None
    replaces: str | None
    states: list[State] = field(default_factory=list)
    status: str = "active"
    cancelled_on: int | None = None
    ended_on: int | None = None
    is_expired: bool = False
    overage: dict[int, Decimal] = field(default_factory=dict)
    suspensions: list[tuple[int, int | None]] = field(default_factory=list)

    @property
    def now(self) -> State:
        """The latest state."""
        return self.states[-1]

    @property
    def is_flat(self) -> bool:
        """Whether the plan has a flat price, so that MRR is stated, not computed."""
        return self.now.plan in catalog.FLAT_PLANS

    def at(self, day: int) -> State | None:
        """The state at the end of a day."""
        found = None
        for state in self.states:
            if state.day <= day:
                found = state
        return found


class Book:
    """All subscriptions of the company; acts write exports and keep the true history."""

    def __init__(self, world: World) -> None:
        """Start without subscriptions."""
        self.world = world
        self.subs: list[Subscription] = []
        self.by_root: dict[str, list[Subscription]] = {}
        rise = plus_months(world.scale.end + 1, -16)
        self.price_rise_day = max(rise, world.scale.start)

    def list_unit(
        self, sub_line: str, plan: str, interval: str, currency: str, day: int
    ) -> Decimal:
        """List price on a day."""
        raised = day >= self.price_rise_day
        return catalog.list_price(sub_line, plan, interval, currency, raised)

    def new_order(self) -> str:
        """Give the next order id."""
        return self.world.out.new_id("ord")

    def start(
        self,
        rng: Random,
        company: Company,
        line: str,
        plan: str,
        quantity: int,
        interval: str,
        day: int,
        *,
        order_id: str | None,
        channel: str | None,
        ordered_at: int | None,
        discount: int = 0,
        term_months: int = 0,
        auto_renews: bool = True,
        is_trial: bool = False,
        replaces: str | None = None,
        reason: str | None = None,
        customer: str | None = None,
        agreed: str | None = None,
        unit: Decimal | None = None,
        listed: Decimal | None = None,
        change_type: str = "start",
    ) -> Subscription:
        """Open a subscription; a trial starts at price 0."""
        customer = customer or rng.choice(company.customers[:1])
        term = (day, plus_months(day, term_months)) if term_months else None
        sub = Subscription(
            self.world.out.new_id("sub"), company, customer, line, interval, term_months,
            auto_renews, term, replaces,
        )  # fmt: skip
        self.subs.append(sub)
        self.by_root.setdefault(company.root.id, []).append(sub)
        listed = listed or self.list_unit(line, plan, interval, company.currency, day)
        if unit is None:
            unit = _cents(listed * (100 - discount) / 100)
        self._write(
            sub, change_type, day, Decimal(quantity), plan, Decimal(0) if is_trial else unit,
            listed, order_id, ordered_at, channel, agreed=agreed,
            reason="trial" if is_trial else reason, is_term_new=bool(term),
        )  # fmt: skip
        if is_trial:
            sub.status = "trialing"
        return sub

    def change(
        self,
        sub: Subscription,
        kind: str,
        day: int,
        *,
        quantity: int | Decimal | None = None,
        plan: str | None = None,
        unit: Decimal | None = None,
        discount: int | None = None,
        order_id: str | None = None,
        channel: str | None = None,
        ordered_at: int | None = None,
        agreed: str | None = None,
        reason: str | None = None,
        term_months: int | None = None,
        opens_term: bool = False,
    ) -> None:
        """Change quantity, plan, price or term from a day on. A renewal opens a new term."""
        now = sub.now
        plan = plan or now.plan
        quantity = now.quantity if quantity is None else Decimal(quantity)
        listed = self.list_unit(sub.line, plan, sub.interval, sub.company.currency, day)
        is_same_deal = kind == "renewal" and discount is None and plan == now.plan
        if kind in ("quantity", "usage", "resume") or is_same_deal:
            listed = now.list_unit
        if unit is None:
            if discount is not None:
                unit = _cents(listed * (100 - discount) / 100)
            elif plan != now.plan:
                unit = listed
            else:
                unit = now.unit
        is_renewal = kind == "renewal" or opens_term
        if is_renewal:
            sub.term_months = term_months or sub.term_months
            sub.term = (day, plus_months(day, sub.term_months))
        sub.status = "active"
        self._write(
            sub, kind, day, quantity, plan, unit, listed, order_id, ordered_at, channel,
            agreed=agreed, reason=reason, is_term_new=is_renewal,
        )  # fmt: skip

    def pause(self, sub: Subscription, day: int, ordered_at: int) -> None:
        """Stop paying for a while; the quantity stays in the export, MRR is zero."""
        now = sub.now
        sub.status = "paused"
        self._write(
            sub, "pause", day, now.quantity, now.plan, now.unit, now.list_unit, None, ordered_at,
            "self_serve", reason="customer_request", worth=Fraction(0),
        )  # fmt: skip

    def cancel(
        self, sub: Subscription, day: int, ordered_at: int, reason: str, channel: str
    ) -> None:
        """End a subscription; ``day`` is the first day that is no longer paid."""
        now = sub.now
        sub.status = "cancelled"
        sub.cancelled_on = ordered_at // us(1, 0)
        sub.ended_on = day
        self._write(
            sub, "cancel", day, Decimal(0), now.plan, now.unit, now.list_unit, None, ordered_at,
            channel, reason=reason, worth=Fraction(0), is_over=True,
        )  # fmt: skip

    def expire(self, sub: Subscription) -> None:
        """Let the term run out without a word; a successor may follow late."""
        assert sub.term is not None
        sub.status = "ended"
        sub.ended_on = sub.term[1]
        sub.is_expired = True

    def _write(
        self,
        sub: Subscription,
        kind: str,
        day: int,
        quantity: Decimal,
        plan: str,
        unit: Decimal,
        listed: Decimal,
        order_id: str | None,
        ordered_at: int | None,
        channel: str | None,
        *,
        agreed: str | None = None,
        reason: str | None = None,
        is_term_new: bool = False,
        worth: Fraction | None = None,
        is_over: bool = False,
    ) -> None:
        before = sub.states[-1] if sub.states else None
        months = catalog.MONTHS[sub.interval]
        mrr = Fraction(quantity) * Fraction(unit) / months if worth is None else worth
        sub.states.append(
            State(day, kind, quantity, plan, unit, listed, mrr, order_id, ordered_at, is_over)
        )
        index = len(self.world.out.rows["subscription_changes"])
        says_before = before is not None and index % 3 != 0
        states_mrr = plan in catalog.FLAT_PLANS or index % 2 == 0
        discount = 0 if not listed else round((1 - unit / listed) * 100, 2)
        self.world.out.add(
            "subscription_changes",
            change_id=self.world.out.new_id("chg"),
            order_id=order_id,
            subscription_id=sub.id,
            change_type=kind,
            ordered_at=ordered_at,
            effective_on=day,
            plan_before=before.plan if says_before else None,
            plan_after=plan,
            quantity_before=before.quantity if says_before else None,
            quantity_after=quantity,
            unit_price_before=before.unit if says_before else None,
            unit_price_after=unit,
            billing_interval=sub.interval,
            billing_interval_count=1 if index % 5 else None,
            list_price=listed if listed else None,
            discount_pct=max(Decimal(0), Decimal(discount)) if listed else None,
            mrr_before=money(before.mrr) if says_before and states_mrr else None,
            mrr_after=money(mrr) if states_mrr else None,
            order_channel=channel,
            agreed_in_order_id=agreed,
            term_starts_on=sub.term[0] if is_term_new and sub.term else None,
            term_ends_on=sub.term[1] if is_term_new and sub.term else None,
            reason_code=reason,
        )

    def write_subscriptions(self) -> None:
        """Write the latest state of every subscription."""
        for sub in self.subs:
            self.world.out.add(
                "subscriptions",
                subscription_id=sub.id,
                customer_id=sub.customer,
                product_line=sub.line,
                plan=sub.now.plan,
                status="past_due" if sub.suspensions and not sub.suspensions[-1][1] else sub.status,
                started_on=sub.states[0].day,
                term_starts_on=sub.term[0] if sub.term else None,
                term_ends_on=sub.term[1] if sub.term else None,
                auto_renews=sub.auto_renews,
                cancelled_on=sub.cancelled_on,
                ended_on=sub.ended_on,
                currency=sub.company.currency,
                replaces_subscription_id=sub.replaces,
            )


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))


def money(value: Fraction) -> Decimal:
    """Round half away from zero to 8 decimals."""
    scaled = abs(value) * 10**8
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-8)


def invoice_periods(sub: Subscription, end: int) -> list[tuple[int, int]]:
    """Billing periods of a subscription up to a day, as (start, end) with the end exclusive."""
    months = catalog.MONTHS[sub.interval]
    paying = [s.day for s in sub.states if s.mrr > 0]
    if not paying:
        return []
    first = paying[0]
    last = min(end, (sub.ended_on - 1) if sub.ended_on else end)
    periods, k = [], 0
    while True:
        start = plus_months(first, k * months)
        if start > last:
            return periods
        periods.append((start, plus_months(first, (k + 1) * months)))
        k += 1


def write_invoices(book: Book, rng: Random) -> None:
    """Invoice every period of every subscription, with changes, overage and payments."""
    world = book.world
    end = world.scale.end
    for sub in book.subs:
        suspended = dict(sub.suspensions)
        for start, stop in invoice_periods(sub, end):
            lines = _period_lines(sub, start, stop, end)
            _write_invoice(book, rng, sub, start, lines, suspended)
        for month, amount in sub.overage.items():
            last = month_end(month)
            line = ("overage", Fraction(amount), month, last + 1, last)
            _write_invoice(book, rng, sub, month, [line], {})


def _period_lines(
    sub: Subscription, start: int, stop: int, end: int
) -> list[tuple[str, Fraction, int, int, int]]:
    """Lines (type, amount, from, to, invoiced on) of one period: advance payment, then changes."""
    months = catalog.MONTHS[sub.interval]
    lines = []
    opening = sub.at(start)
    worth = opening.mrr if opening else Fraction(0)
    if worth > 0:
        lines.append(("recurring", worth * months, start, stop, start))
    for day in sorted({s.day for s in sub.states if start < s.day < stop and s.day <= end}):
        now = sub.at(day)
        assert now is not None
        amount = (now.mrr - worth) * months * Fraction(stop - day, stop - start)
        worth = now.mrr
        if amount > 0:
            lines.append(("recurring", amount, day, stop, day))
        elif amount < 0:
            lines.append(("credit", amount, day, stop, day))
    return lines


def _write_invoice(
    book: Book, rng: Random, sub: Subscription, start: int, lines: list, suspended: dict
) -> None:
    """Write invoices per invoicing day, and their payment."""
    out = book.world.out
    end = book.world.scale.end
    for day in sorted({line[4] for line in lines}):
        if day > end:
            continue
        invoice = out.new_id("inv")
        total = Fraction(0)
        for kind, amount, from_, to, on in lines:
            if on != day:
                continue
            total += amount
            _line(out, invoice, sub, kind, amount, from_, to, day)
        if rng.random() < 0.02:
            _line(out, invoice, sub, "credit", -total * Fraction(1, 12), day, day + 1, day)
        if rng.random() < 0.03:
            _line(out, invoice, sub, "one_time", Fraction(1500), day, day + 1, day)
        if rng.random() < 0.03 and sub.company.currency != "USD":
            _line(out, invoice, sub, "tax", total * Fraction(19, 100), day, day + 30, day)
        due = day + 30
        late = suspended.get(due + 30, "none") if start == day else "none"
        if late != "none":
            status, paid = ("paid", late) if late else ("past_due", None)
        elif due > end:
            status, paid = (
                ("paid", day + 3) if rng.random() < 0.3 and day + 3 <= end else ("open", None)
            )
        elif total <= 0:
            status, paid = "void", None
        else:
            status, paid = "paid", day + rng.choice((3, 9, 14, 21, 28, 30, 34, 41))
            if paid > end:
                status, paid = ("past_due", None) if due < end else ("open", None)
        out.add(
            "payments",
            invoice_id=invoice,
            customer_id=sub.customer,
            status=status,
            due_on=due,
            paid_on=paid,
        )


def _line(
    out: Any,
    invoice: str,
    sub: Subscription,
    kind: str,
    amount: Fraction,
    from_: int,
    to: int,
    on: int,
) -> None:
    out.add(
        "invoice_lines",
        invoice_line_id=out.new_id("il"),
        invoice_id=invoice,
        customer_id=sub.customer,
        subscription_id=sub.id if kind != "one_time" else None,
        product_line=sub.line,
        line_type=kind,
        amount=_cents(Decimal(amount.numerator) / Decimal(amount.denominator)),
        currency=sub.company.currency,
        period_starts_on=from_,
        period_ends_on=to,
        invoiced_at=us(on, 6),
    )


def snapshot_days(book: Book) -> list[int]:
    """Month ends of the last half year, on which the billing sync kept snapshots."""
    end = book.world.scale.end
    return [plus_months(end + 1, -k) - 1 for k in range(5, -1, -1)]


def write_snapshots(book: Book) -> None:
    """Write the state of every subscription on the snapshot days."""
    for day in snapshot_days(book):
        for sub in book.subs:
            state = sub.at(day)
            if state is None or (sub.ended_on is not None and sub.ended_on <= day):
                continue
            status = "paused" if state.kind == "pause" else "active"
            if state.unit == 0 and state.kind == "start":
                status = "trialing"
            book.world.out.add(
                "subscription_snapshots",
                subscription_id=sub.id,
                snapshot_on=day,
                plan=state.plan,
                quantity=state.quantity,
                unit_price=state.unit,
                billing_interval=sub.interval,
                billing_interval_count=1,
                status=status,
            )


def write_price_book(book: Book) -> None:
    """Write list prices per currency with the rise of studio, and the included limits."""
    out, start = book.world.out, book.world.scale.start - 730
    for (line, plan), _ in catalog.LIST_MONTHLY.items():
        unit = "flat" if plan in catalog.FLAT_PLANS else "seat" if line == "studio" else "metered"
        for currency in catalog.CURRENCY_FACTOR:
            periods = [(start, None, False)]
            if line == "studio" and plan != "priority_support":
                periods = [
                    (start, book.price_rise_day - 1, False),
                    (book.price_rise_day, None, True),
                ]
            for from_, to, raised in periods:
                out.add(
                    "price_book",
                    product_line=line,
                    plan=plan,
                    tier_rank=catalog.TIER_RANK[plan],
                    list_price=catalog.list_price(line, plan, "month", currency, raised),
                    billing_interval="month",
                    quantity_unit=unit,
                    is_addon=plan == "priority_support",
                    currency=currency,
                    valid_from=from_,
                    valid_to=to,
                )
    for (line, plan), limits in catalog.LIMITS.items():
        for key, value, _hard in limits:
            out.add(
                "price_book_limits",
                product_line=line,
                plan=plan,
                limit_key=key,
                included=value,
                overage_price=catalog.OVERAGE_PRICE if key == "runs" else None,
                valid_from=start,
            )


def show(day: int) -> str:
    """Show a day number in messages."""
    return to_date(day).isoformat()
