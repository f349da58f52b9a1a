"""The true ledger and the true start of every revenue event, from the scripts alone.

Nothing is read back from the exports. The order book's states are walked transition by transition:
first what a subscription was worth, then what kind of movement the account's day was.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from plr.demo import catalog
from plr.demo.billing import Book, State, Subscription, money
from plr.demo.evidence import Desk
from plr.demo.scale import month_end, months_between, plus_months, to_day
from plr.demo.tables import us
from plr.demo.world import World

GAP_DAYS = 30
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Worth:
    """MRR in the reporting currency, with what is needed to split a change of it."""

    mrr: Fraction
    quantity: Fraction
    plan: str | None
    listed: Fraction
    is_paused: bool = False


@dataclass(frozen=True)
class Piece:
    """One part of a day's change on one line, with the order that made it."""

    line: str
    driver: str
    basis: str
    amount: Fraction
    order_id: str | None
    sub: Subscription | None


NOTHING = Worth(Fraction(0), Fraction(0), None, Fraction(0))


def worth(state: State, sub: Subscription, rate: Fraction) -> Worth:
    """Value a state at the plan rate, rounded once."""
    months = catalog.MONTHS[sub.interval]
    return Worth(
        Fraction(money(state.mrr * rate)),
        Fraction(0) if state.is_over else Fraction(state.quantity),
        state.plan,
        Fraction(state.list_unit) / months * rate,
        state.kind == "pause",
    )


def split(before: Worth, after: Worth, kind: str, was_paying: bool) -> list[tuple[str, Fraction]]:
    """Cut a change into what volume, price and discount did, in that order."""
    delta = after.mrr - before.mrr
    if before.mrr == 0:
        return [("resume" if kind == "resume" else "addon" if was_paying else "start", delta)]
    if after.mrr == 0:
        return [("pause" if after.is_paused else "stop", delta)]
    if kind == "addon":
        return [("addon", delta)]
    if before.plan != after.plan:
        return [("tier", delta)]
    volume = Fraction(money((after.quantity - before.quantity) * before.mrr / before.quantity))
    price = delta - volume
    unit = after.mrr / after.quantity - before.mrr / before.quantity
    off = Fraction(money((unit - (after.listed - before.listed)) * after.quantity))
    seats = "usage" if kind == "usage" else "seats"
    return [(seats, volume), ("discount", off), ("price", price - off)]


def heirs(subs: list[Subscription]) -> dict[str, Subscription]:
    """Old subscription id to the one that continues it: as stated, or a late renewal."""
    found: dict[str, Subscription] = {}
    for sub in subs:
        if sub.replaces:
            found[sub.replaces] = sub
    taken = {sub.id for sub in found.values()}
    for old in subs:
        if old.is_expired and old.id not in found and old.ended_on is not None:
            late = [
                s
                for s in subs
                if s.line == old.line
                and s.id != old.id
                and s.id not in taken
                and old.ended_on <= s.states[0].day <= old.ended_on + GAP_DAYS
            ]
            if late:
                found[old.id] = late[0]
                taken.add(late[0].id)
    return found


def transitions(
    subs: list[Subscription], rate: Fraction, end: int
) -> dict[int, list[tuple[Subscription, Worth, Worth, str, str | None]]]:
    """Changes of worth by day, in the order in which they were made."""
    by_day: dict[int, list] = defaultdict(list)
    follows = heirs(subs)
    carried = {new.id: old for old, new in follows.items()}
    by_id = {sub.id: sub for sub in subs}
    for sub in subs:
        heir = follows.get(sub.id)
        before = NOTHING
        if sub.id in carried:
            old = by_id[carried[sub.id]]
            last = [s for s in old.states if not s.is_over][-1]
            before = worth(last, old, rate)
        for index, state in enumerate(sub.states):
            if state.day > end or (heir and state.day >= heir.states[0].day):
                break
            after = worth(state, sub, rate)
            kind = "quantity" if index == 0 and sub.id in carried else state.kind
            by_day[state.day].append((sub, before, after, kind, state.order_id))
            before = after
        if sub.is_expired and heir is None and sub.ended_on is not None:
            lapse = sub.ended_on + GAP_DAYS
            if lapse <= end:
                by_day[lapse].append((sub, before, NOTHING, "cancel", None))
        for cut, paid in sub.suspensions:
            current = sub.at(cut)
            if current is None or cut > end:
                continue
            full = worth(current, sub, rate)
            none = Worth(Fraction(0), full.quantity, full.plan, full.listed, True)
            by_day[cut].append((sub, full, none, "pause", None))
            if paid is not None and paid <= end:
                by_day[paid].append((sub, none, full, "resume", None))
    return by_day


def usage_by_day(
    subs: list[Subscription], rate: Fraction, end: int
) -> dict[int, list[tuple[str, Fraction]]]:
    """Changes of usage MRR per line: the mean of three months of overage, set at month ends."""
    found: dict[int, list[tuple[str, Fraction]]] = defaultdict(list)
    for line in sorted({s.line for s in subs if s.overage}):
        of_line = [s for s in subs if s.line == line]
        amounts: dict[int, Fraction] = defaultdict(Fraction)
        for sub in of_line:
            for month, amount in sub.overage.items():
                if month_end(month) <= end:
                    amounts[month] += Fraction(amount) * rate
        if not amounts:
            continue
        over = [s.ended_on for s in of_line]
        last = end if None in over else max(d for d in over if d is not None)
        level = Fraction(0)
        for month in months_between(min(amounts), end):
            day = month_end(month)
            if day > end or day >= last and last != end:
                break
            past = (plus_months(month, -k) for k in range(3))
            now = Fraction(money(sum((amounts.get(m, Fraction(0)) for m in past), Fraction(0)) / 3))
            if now != level:
                found[day].append((line, now - level))
            level = now
        if last != end and last <= end and level:
            found[last].append((line, -level))
    return found


def mrr_days(book: Book, root: str, rate: Fraction, end: int) -> list[tuple[int, Fraction]]:
    """What an account pays per month, usage included: (day, MRR) for each day that moved it."""
    subs = book.by_root[root]
    days, usage = transitions(subs, rate, end), usage_by_day(subs, rate, end)
    net, found = Fraction(0), []
    for day in sorted({*days, *usage}):
        net += sum(
            (after.mrr - before.mrr for _, before, after, *_ in days.get(day, ())), Fraction(0)
        )
        net += sum((amount for _, amount in usage.get(day, ())), Fraction(0))
        found.append((day, net))
    return found


def movement_type(
    driver: str, amount: Fraction, opening: Fraction, closing: Fraction, had: bool
) -> str:
    """Name a piece by what the account paid before and after the day."""
    if opening == 0:
        return "reactivation" if had else "new"
    if closing == 0:
        return "churn"
    if amount < 0:
        return "contraction"
    return "price" if driver in ("price", "discount") else "expansion"


def plan_rates(world: World) -> dict[str, Fraction]:
    """The last rate before the fiscal year of the end date, by currency."""
    year = to_day(world.scale.end_date.replace(month=1, day=1))
    rates: dict[str, Fraction] = {"USD": Fraction(1)}
    for row in world.out.rows["fx_rates"]:
        if row["rate_date"] < year:
            rates[row["currency"]] = Fraction(row["rate"])
    return rates


def write_ledger(world: World, book: Book, desk: Desk) -> None:
    """Write movements, closing MRR and the start of every revenue event."""
    rates = plan_rates(world)
    end = world.scale.end
    first_arr: dict[str, tuple[int, Fraction]] = {}
    for root, subs in book.by_root.items():
        rate = rates[subs[0].company.currency]
        days = transitions(subs, rate, end)
        usage = usage_by_day(subs, rate, end)
        net, had = Fraction(0), False
        closing_by_day: list[tuple[int, Fraction]] = []
        for day in sorted({*days, *usage}):
            pieces = [
                Piece(sub.line, driver, "committed", amount, order, sub)
                for sub, before, after, kind, order in days.get(day, ())
                for driver, amount in split_or_none(before, after, kind, net > 0)
            ]
            pieces += [
                Piece(line, "usage", "usage", a, None, None) for line, a in usage.get(day, ())
            ]
            closing = net + sum((p.amount for p in pieces), Fraction(0))
            if net or closing:
                _write_day(world, desk, root, day, pieces, net, closing, had)
            if closing and not had:
                first_arr[root] = (day, closing)
            net, had = closing, had or closing > 0
            closing_by_day.append((day, net))
        _write_closing(world, root, closing_by_day, end)
        _write_renewals(world, desk, root, subs, rate, end)
    _write_acquisitions(world, first_arr)


def split_or_none(
    before: Worth, after: Worth, kind: str, was_paying: bool
) -> list[tuple[str, Fraction]]:
    """The pieces of a change that are worth anything."""
    if before.mrr == after.mrr == 0:
        return []
    return [(d, a) for d, a in split(before, after, kind, was_paying) if a]


EVENTS = {
    "seats": "expansion_seats", "tier": "expansion_tier", "usage": "expansion_usage",
    "addon": "expansion_addon", "start": "expansion_addon", "resume": "expansion_addon",
    "price": "price_increase", "discount": "price_increase",
}  # fmt: skip


def _write_day(
    world: World,
    desk: Desk,
    root: str,
    day: int,
    pieces: list[Piece],
    opening: Fraction,
    closing: Fraction,
    had: bool,
) -> None:
    sums: dict[tuple, Fraction] = defaultdict(Fraction)
    events: dict[tuple, Fraction] = defaultdict(Fraction)
    subs: dict[tuple, Subscription | None] = {}
    for p in pieces:
        kind = movement_type(p.driver, p.amount, opening, closing, had)
        sums[p.line, kind, p.driver, p.basis] += p.amount
        event = {"new": "conversion", "reactivation": "reactivation"}.get(kind)
        if kind in ("expansion", "price"):
            event = EVENTS[p.driver]
        if event:
            key = (p.line, p.order_id or f"{p.sub.id if p.sub else p.line}/{day}", event)
            events[key] += p.amount
            subs[key] = p.sub
    for (line, kind, driver, basis), amount in sorted(sums.items()):
        if amount:
            world.truth.add(
                "movements",
                company_id=root,
                product_line=line,
                moved_on=day,
                movement_type=kind,
                driver=driver,
                arr_basis=basis,
                mrr_delta=money(amount),
            )
    for (line, order, event), amount in events.items():
        if amount > 0:
            is_metered = subs[line, order, event] is None
            _write_event(world, desk, root, line, order, event, day, amount * 12, is_metered)


METERED = {
    "initiation": "customer_inbound", "initiated_by": "customer", "trigger_kind": "none",
    "case_name": "metered_usage", "is_near_threshold": False, "is_ambiguous": False,
}  # fmt: skip
UNSEEN = {
    "initiation": "unknown", "initiated_by": "unknown", "trigger_kind": "none",
    "case_name": "paid_late", "is_near_threshold": False, "is_ambiguous": True,
}  # fmt: skip


def _write_event(
    world: World,
    desk: Desk,
    root: str,
    line: str,
    order: str,
    event: str,
    day: int,
    arr: Fraction,
    is_metered: bool = False,
) -> None:
    stage = {"conversion": "conversion", "renewal": "retention", "save": "retention",
             "reactivation": "retention"}.get(event, "expansion")  # fmt: skip
    start = desk.orders.get(order) or (METERED if is_metered else UNSEEN)
    world.truth.add(
        "initiation",
        order_id=order,
        company_id=root,
        product_line=line,
        event_type=event,
        stage=stage,
        ordered_at=start.get("ordered_at"),
        effective_on=day,
        event_arr=money(arr),
        is_deciding_evidence_lost=start.get("deciding_id") in world.unlogged,
        **{k: start.get(k) for k in START},
    )


START = (
    "initiation", "initiated_by", "trigger_kind", "trigger_id", "triggered_at", "case_name",
    "is_near_threshold", "is_ambiguous",
)  # fmt: skip


def _write_closing(world: World, root: str, by_day: list[tuple[int, Fraction]], end: int) -> None:
    if not by_day:
        return
    index, now = 0, Fraction(0)
    for month in months_between(by_day[0][0], end):
        while index < len(by_day) and by_day[index][0] <= month_end(month):
            now = by_day[index][1]
            index += 1
        if now:
            world.truth.add("closing_mrr", company_id=root, month=month, closing_mrr=money(now))


def _write_renewals(
    world: World, desk: Desk, root: str, subs: list[Subscription], rate: Fraction, end: int
) -> None:
    follows = heirs(subs)
    for sub in subs:
        for before, state in zip(sub.states, sub.states[1:], strict=False):
            if state.kind == "renewal" and state.day <= end:
                _write_renewal(world, desk, root, sub, before, state, rate)
    for old_id, sub in follows.items():
        old = next(s for s in subs if s.id == old_id)
        if old.is_expired and sub.states[0].day <= end:
            last = [s for s in old.states if not s.is_over][-1]
            _write_renewal(world, desk, root, sub, last, sub.states[0], rate)


def _write_renewal(
    world: World,
    desk: Desk,
    root: str,
    sub: Subscription,
    before: State,
    after: State,
    rate: Fraction,
) -> None:
    order = after.order_id or f"{sub.id}/{after.day}"
    start = desk.orders.get(order)
    event = "save" if start and start["is_save"] else "renewal"
    renewed = Fraction(money(min(before.mrr, after.mrr) * rate))
    _write_event(world, desk, root, sub.line, order, event, after.day, renewed * 12)


def _write_acquisitions(world: World, first_arr: dict[str, tuple[int, Fraction]]) -> None:
    seen: dict[str, dict] = {}
    for entry in world.acquisitions:
        root = entry["company"].root.id
        if root not in seen or entry["at"] < seen[root]["at"]:
            seen[root] = entry
    for root, entry in seen.items():
        world.truth.add(
            "initiation",
            order_id=root,
            company_id=root,
            product_line="none",
            event_type="account_created",
            stage="acquisition",
            ordered_at=entry["at"],
            effective_on=entry["at"] // us(1, 0),
            event_arr=Decimal(0),
            is_deciding_evidence_lost=entry["trigger_id"] in world.unlogged,
            **{k: entry.get(k) for k in START},
        )
