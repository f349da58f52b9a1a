"""The stories of the paying accounts: how they came, what they bought, what became of them.

Time runs forward in each story. Orders keep a distance from each other, so that the traces of one
(see ``evidence``) never lie before another; what is planned for the last months of an account is a
*role*, which says in which state of which failure mode it ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from plr.demo import catalog, patterns, people
from plr.demo.billing import Book, Subscription
from plr.demo.evidence import CONTRACT, PRICE_POLICY, SELF, Case, Desk, Order
from plr.demo.scale import month_start, plus_months, stream
from plr.demo.tables import DAY_US, us
from plr.demo.world import Company, Workspace, World

QUIET_DAYS = 235
"""Accounts with a role for the end see no expansion within these days of it."""


@dataclass
class Story:
    """One account while its story is told."""

    world: World
    book: Book
    desk: Desk
    company: Company
    rng: Random
    start: int
    fate: str
    workspace: Workspace | None = None
    studio: Subscription | None = None
    last_order: int = 0
    utilisation: float = 0.6
    lines: set[str] | None = None
    value_day: int | None = None
    leaves: int | None = None
    anchor: int = 0

    @property
    def end(self) -> int:
        """Last day of the window."""
        return self.world.scale.end

    @property
    def fades(self) -> int | None:
        """Day from which use and health announce that the account will leave; None if nothing
        does."""
        if self.leaves is None or patterns.holds(self.world.scale, "hollow_usage"):
            return None
        return self.leaves - 170

    @property
    def paid_monthly(self) -> float:
        """What the account pays per month in the end, all lines together, in its own currency."""
        subs = self.book.by_root[self.company.root.id]
        return sum(float(sub.now.mrr) for sub in subs if sub.ended_on is None)

    @property
    def last_free_day(self) -> int:
        """Last day on which an unplanned order may happen."""
        roles = self.company.roles
        if roles.get("bn") == "price_only":
            return self.end - 400
        return self.end - QUIET_DAYS if "eo" in roles or "hu" in roles else self.end - 3

    def order(
        self,
        stage: str,
        effect: str,
        day: int,
        line: str,
        amount: int,
        *,
        case: Case | None = None,
        channels: tuple[str, ...] = (SELF, "sales_order", "system"),
        ordered_before: int = 0,
        is_risky: bool = False,
    ) -> tuple[str, str, int]:
        """Decide who starts an order, leave its traces; give order id, channel and time."""
        ordered = day - ordered_before
        if case is None:
            case = self.desk.draw(
                stage,
                ordered - self.last_order,
                workspace=self.workspace,
                has_crm=self.company.root.crm_id is not None,
                day=ordered,
                channels=channels,
            )
        at = us(ordered, self.rng.uniform(17.2, 20))
        id_ = self.book.new_order()
        self.desk.settle(
            self.rng,
            case,
            Order(
                id_, self.company, self.workspace, line,
                "retention" if stage == "winback" else stage, effect, at, amount,
                is_risky and case.initiation != "contractual",
            ),
        )  # fmt: skip
        self.last_order = day
        if self.rng.random() < 0.03 and case.channel == "sales_order":
            return id_, "unknown", at
        return id_, case.channel, at


# ------------------------------------------------------------------------------------- the start


LONG_TRIALS = (95, 110, 125)
"""Days of free use where who starts the purchase is cast, so that any start has room in them."""
SEATS = {"smb": (4, 10), "mid": (10, 28), "enterprise": (26, 78)}
PLANS = {"smb": ("team", "business"), "mid": ("business",), "enterprise": ("enterprise",)}
INTERVALS = {"smb": (45, 10, 45), "mid": (15, 10, 75), "enterprise": (0, 8, 92)}


def found(story: Story) -> None:
    """Sign-up or first talk, CRM record, contacts, customer and first workspace."""
    world, company, rng = story.world, story.company, story.rng
    led = {"smb": 0.35, "mid": 0.7, "enterprise": 0.92}[company.segment]
    is_led = rng.random() < patterns.led_share(world.scale, led)
    is_blind = company.roles.get("eo") == "not_assessable"
    trials = (10, 14, 14, 30, 45, 75, 110, 125) if patterns.is_mixed(world.scale) else LONG_TRIALS
    lead_days = rng.randint(106, 130) if is_led else rng.choice(trials)
    signup = us(story.start - lead_days, rng.uniform(8, 16))
    world.add_crm_account(rng, company, signup - rng.randrange(5, 60) * DAY_US)
    company.csm_id = rng.choice(world.csms)
    add_contacts(world, rng, company, signup)
    if is_blind:
        world.add_customer(rng, company, us(story.start, 9))
        story.last_order = story.start - 200
        return
    if is_led:
        model = rng.choice(("sales_provisioned", "sales_provisioned", "pilot"))
        workspace = world.add_workspace(rng, company, signup, model, "sales")
        acquire(world, rng, workspace, "outbound" if rng.random() < 0.8 else "provisioned")
    else:
        model = rng.choices(
            ("freemium", "free_trial", "reverse_trial", "open_source"), (40, 40, 12, 8)
        )[0]
        trial = 14 if model in ("free_trial", "reverse_trial") else None
        how = rng.choice(("organic", "organic", "invite", "exposure", "paid", "referral", "form"))
        workspace = world.add_workspace(rng, company, signup, model, SOURCES[how], trial_days=trial)
        acquire(world, rng, workspace, how)
    world.add_customer(rng, company, us(story.start, 9), workspace)
    story.workspace = workspace
    story.last_order = signup // DAY_US
    people.add_person(world, rng, workspace, signup)
    people.grow(world, rng, workspace, signup // DAY_US + 2, rng.randint(2, 4))
    if not is_led and lead_days >= 30 and workspace.day > world.scale.start:
        reach_value(story, workspace.day + 5)


def reach_value(story: Story, day: int) -> None:
    """Three days of value soon after sign-up; whatever starts the purchase comes later."""
    assert story.workspace is not None
    creator = story.workspace.people[0][0]
    for offset in (-4, -2, 0):
        at = us(day + offset, story.rng.uniform(13, 18))
        story.world.fixed_events.append((story.workspace.id, creator, at, "plan_published"))
    story.last_order = day
    story.value_day = day


SOURCES = {
    "organic": "organic", "invite": "invite", "exposure": "exposure", "paid": "paid",
    "campaign": "campaign", "referral": "referral", "form": None, "outbound": "sales",
    "provisioned": "sales", "partner": "partner",
}  # fmt: skip


def add_contacts(world: World, rng: Random, company: Company, at: int) -> None:
    """The people whom the CRM knows at a company."""
    committee = int(company.roles.get("committee", "0"))
    roles = (
        "champion",
        "economic_buyer",
        "influencer",
        "user",
        "influencer",
        "user",
        "user",
        "user",
    )
    for k in range(max(rng.randint(2, 4), committee)):
        id_ = world.out.new_id("con")
        company.contacts.append(id_)
        world.out.add(
            "contacts",
            contact_id=id_,
            crm_account_id=company.crm_id,
            email=f"{id_.replace('_', '')}@{company.domain}" if rng.random() < 0.9 else None,
            title=rng.choice(("Head of Operations", "COO", "Director", "Analyst", None)),
            department=rng.choice(people.DEPARTMENTS),
            buying_role=roles[k % 8] if rng.random() < 0.9 else None,
            created_at=at - rng.randrange(0, 20) * DAY_US,
        )


def acquire(world: World, rng: Random, workspace: Workspace, how: str) -> None:
    """Leave the traces of how a workspace came to be, and keep the truth of it."""
    company, at = workspace.company, workspace.created
    initiation, by, kind, near = {
        "organic": ("product_performed_unprompted", "product", "none", False),
        "referral": ("product_performed_unprompted", "product", "none", False),
        "invite": ("product_performed_prompted", "product", "invite", False),
        "exposure": ("product_performed_prompted", "product", "exposure", False),
        "paid": ("marketing_started", "marketing", "campaign", False),
        "campaign": ("marketing_started", "marketing", "campaign", False),
        "form": ("customer_inbound", "customer", "form", False),
        "outbound": ("human_started", "human", "outbound_touch", False),
        "near_outbound": ("human_started", "human", "outbound_touch", True),
        "provisioned": ("human_started", "human", "none", False),
        "partner": ("unknown", "unknown", "none", False),
    }[how]
    trigger = _acquisition_trace(world, rng, workspace, how)
    if trigger is None and how in ("invite", "exposure"):
        initiation, kind = "product_performed_unprompted", "none"
    world.acquisitions.append(
        {
            "company": company,
            "at": at,
            "initiation": initiation,
            "initiated_by": by,
            "trigger_kind": kind,
            "trigger_id": trigger[0] if trigger else None,
            "triggered_at": trigger[1] if trigger else None,
            "case_name": f"acquired_{how}",
            "is_near_threshold": near,
            "is_ambiguous": how == "provisioned",
        }
    )


def _acquisition_trace(
    world: World, rng: Random, workspace: Workspace, how: str
) -> tuple[str, int] | None:
    company, at = workspace.company, workspace.created
    if how in ("paid", "campaign", "form"):
        id_ = world.out.new_id("mkt")
        when = at - rng.randrange(2, 20) * DAY_US
        world.out.add(
            "marketing_touches",
            marketing_touch_id=id_,
            touched_at=when,
            crm_account_id=company.crm_id,
            email_domain=company.domain,
            workspace_id=None,
            campaign=None if how == "form" else rng.choice(("spring_launch", "webinar", "search")),
            channel={"paid": "paid_search", "campaign": "email"}.get(how, "website"),
            is_paid=how == "paid",
            is_branded=rng.random() < 0.2,
            action="demo_request" if how == "form" else "visit",
        )
        return id_, when
    if how in ("outbound", "near_outbound") and company.crm_id:
        id_ = world.out.new_id("tch")
        days = rng.randint(26, 29) if how == "near_outbound" else rng.randint(2, 20)
        when = at - days * DAY_US
        world.out.add(
            "commercial_touches",
            touch_id=id_,
            touched_at=when,
            crm_account_id=company.crm_id,
            channel=rng.choice(("call", "email")),
            direction="outbound",
            actor_id=company.owner_id,
            actor_function="sales",
            topic="commercial",
            minutes=10,
        )
        return id_, when
    if how in ("invite", "exposure") and world.hosts:
        return _brought(world, rng, workspace, how)
    return None


def _brought(world: World, rng: Random, workspace: Workspace, how: str) -> tuple[str, int] | None:
    """Somebody in another company invited the creator, or showed them the product."""
    at = workspace.created
    host = rng.choice(world.hosts)
    if host.created > at - 3 * DAY_US:
        return None
    when = at - 3_600_000_000 * rng.randrange(2, 48)
    if how == "invite":
        inviter = host.people[0][0]
        id_ = people.write_invite(world, rng, host, inviter, when, None, None, is_external=True)
        workspace.entry = ("invites", world.out.rows["invites"][-1])
    else:
        id_ = write_exposure(world, rng, host, when)
        workspace.entry = ("external_exposures", world.out.rows["external_exposures"][-1])
    return id_, when


def write_exposure(world: World, rng: Random, workspace: Workspace, at: int) -> str:
    """Write one moment in which somebody outside saw the product."""
    id_ = world.out.new_id("exp")
    world.out.add(
        "external_exposures",
        exposure_id=id_,
        exposed_at=at,
        workspace_id=workspace.id,
        kind=rng.choice(("shared_output", "collaborative_view", "branded_export", "booking_link")),
    )
    return id_


def convert(story: Story) -> None:
    """First paid subscription: after a trial, from free, or by a sales order."""
    company, rng = story.company, story.rng
    segment = company.segment
    interval = rng.choices(("month", "quarter", "year"), INTERVALS[segment])[0]
    term = 0 if interval == "month" and rng.random() < 0.85 else 12
    if company.roles.get("bn") in ("price_only", "concession"):
        interval, term = "year", 12
    elif interval == "year" and rng.random() < 0.08:
        term = 24
    plan = rng.choice(PLANS[segment])
    seats = rng.randint(*SEATS[segment])
    if "eo" in company.roles:
        seats = max(seats, 7)
    discount = rng.choice((0, 0, 5, 10, 15)) if interval == "year" else 0
    trial = None
    workspace = story.workspace
    if workspace and workspace.entry_model == "free_trial" and rng.random() < 0.8:
        trial = story.book.start(
            rng, company, "studio", plan, seats, interval, workspace.day,
            order_id=None, channel="self_serve", ordered_at=workspace.created + 60_000_000,
            is_trial=True,
        )  # fmt: skip
    elif workspace and workspace.entry_model == "pilot" and rng.random() < 0.5:
        trial = story.book.start(
            rng, company, "studio", plan, seats, interval, workspace.day + 2, order_id=None,
            channel="sales_order", ordered_at=workspace.created, discount=100, reason="pilot",
        )  # fmt: skip
    amount = seats * catalog.LIST_MONTHLY["studio", plan] * 12
    case = None
    if workspace is None:
        case = story.desk.draw(
            "conversion", 80, workspace=None, has_crm=True, day=story.start,
            channels=("sales_order",),
        )  # fmt: skip
    order, channel, at = story.order(
        "conversion", "conversion", story.start, "studio", amount, case=case
    )
    note_conversion(story, order)
    if trial is not None:
        listed = story.book.list_unit("studio", plan, interval, company.currency, story.start)
        unit = (listed * (100 - discount) / 100).quantize(Decimal("0.01"))
        story.book.change(
            trial, "price", story.start, unit=unit, order_id=order, channel=channel, ordered_at=at,
            reason="trial_converted", opens_term=bool(term), term_months=term or None,
        )  # fmt: skip
        story.studio = trial
    else:
        story.studio = story.book.start(
            rng, company, "studio", plan, seats, interval, story.start, order_id=order,
            channel=channel, ordered_at=at, discount=discount, term_months=term,
            auto_renews=rng.random() < 0.75,
        )  # fmt: skip
    people_follow(story, story.start)
    if story.fate == "ramp" and term:
        for k in (4, 8):
            day = plus_months(story.start, k)
            if day < story.end:
                ramp = story.book.new_order()
                story.desk.settle(
                    rng, CONTRACT,
                    Order(ramp, company, workspace, "studio", "expansion", "expansion_seats",
                          us(day, 1), amount),
                )  # fmt: skip
                more = max(2, seats // 5)
                story.book.change(
                    story.studio, "quantity", day, quantity=story.studio.now.quantity + more,
                    order_id=ramp, channel="system", ordered_at=at, agreed=order, reason="ramp",
                )  # fmt: skip
                story.last_order = max(story.last_order, day)


OUTCOMES = {
    "product_performed_prompted": "converted_by_product",
    "product_performed_unprompted": "converted_by_product",
    "product_started_human_run": "converted_by_product",
    "human_started": "rescued_by_human",
    "human_started_product_informed": "converted_other",
}
WROTE_FIRST = {"near_quiet_16d", "near_outbound_92d"}
"""Cases in which a person was first to act after value, too long before the order to start it."""


def note_conversion(story: Story, order: str) -> None:
    """Keep how a customer that had reached value came to pay."""
    start = story.desk.orders[order]
    if story.value_day is None:
        return
    story.world.truth.add(
        "modes",
        failure_mode="conversion_black_holes",
        company_id=story.company.root.id,
        product_line="studio",
        workspace_id=story.workspace.id if story.workspace else None,
        as_of_month=month_start(story.end),
        state=(
            "rescued_by_human"
            if start["case_name"] in WROTE_FIRST
            else OUTCOMES.get(start["initiation"], "converted_other")
        ),
        onset_on=story.value_day,
        case_name=start["case_name"],
        is_near_threshold=start["is_near_threshold"],
        is_ambiguous=start["is_ambiguous"] or "stale" in start["case_name"],
    )


def people_follow(story: Story, day: int) -> None:
    """Let the number of people follow the seats, at the account's utilisation."""
    workspace, sub = story.workspace, story.studio
    if workspace is None or sub is None:
        return
    target = max(2, round(float(sub.now.quantity) * story.utilisation))
    if target > len([p for p in workspace.people if p[2] is None]):
        people.grow(story.world, story.rng, workspace, day, target, spread=25)
    else:
        people.shrink(workspace, day, target)


# ------------------------------------------------------------------------------- what comes later


def live(story: Story) -> None:
    """Slots of an account's life: two expansions a year, the renewal, and the fate."""
    assert story.studio is not None
    rng = story.rng
    anchor, year = story.anchor, 0
    while anchor + 365 * year < story.end and story.studio.ended_on is None:
        base = anchor + 365 * year
        for low, high in ((118, 132), (238, 250)):
            day = base + rng.randint(low, high)
            if story.studio.ended_on is None and day <= story.last_free_day:
                slot(story, day)
        year += 1
        renewal = plus_months(anchor, 12 * year)
        if renewal <= story.end and story.studio.ended_on is None:
            yearly(story, renewal, year)
        if story.anchor != anchor:
            anchor, year = story.anchor, 0


def slot(story: Story, day: int) -> None:
    """One chance for an expansion or a special act."""
    rng, sub = story.rng, story.studio
    assert sub is not None
    if day - story.last_order < 15:
        return
    roll = rng.random()
    monthly = sub.interval == "month"
    if story.fate == "pause" and monthly and sub.now.kind != "pause":
        boundary = _boundary(sub, day)
        back = plus_months(boundary, rng.choice((1, 2, 3)))
        if back < story.last_free_day:
            story.book.pause(sub, boundary, us(boundary - 3, 10))
            order, channel, at = story.order("winback", "reactivation", back, sub.line, 1000)
            story.book.change(
                sub, "resume", back, order_id=order, channel=channel, ordered_at=at
            )  # fmt: skip
            story.fate = "stay"
            return
    if roll < 0.24:
        expand_seats(story, day)
    elif roll < 0.31:
        upgrade(story, day)
    elif roll < 0.39:
        add_line(story, day)
    elif roll < 0.42:
        same_day(story, day)


def expand_seats(story: Story, day: int, share: float | None = None) -> None:
    """More seats."""
    sub, rng = story.studio, story.rng
    assert sub is not None
    more = max(1, round(float(sub.now.quantity) * (share or rng.uniform(0.08, 0.3))))
    amount = int(more * sub.now.unit * 12 // catalog.MONTHS[sub.interval])
    order, channel, at = story.order("expansion", "expansion_seats", day, "studio", amount)
    story.book.change(
        sub, "quantity", day, quantity=sub.now.quantity + more, order_id=order, channel=channel,
        ordered_at=at,
    )  # fmt: skip
    people_follow(story, day)


def upgrade(story: Story, day: int) -> None:
    """The next tier."""
    sub = story.studio
    assert sub is not None
    plan = catalog.NEXT_PLAN.get(sub.now.plan)
    # A new plan comes at the list price of the day and leaves no rise for the renewal.
    if plan is None or story.company.roles.get("bn") == "price_only":
        return expand_seats(story, day)
    amount = int(sub.now.quantity * 80 * 12)
    order, channel, at = story.order("expansion", "expansion_tier", day, "studio", amount)
    story.book.change(
        sub, "plan", day, plan=plan, order_id=order, channel=channel, ordered_at=at
    )  # fmt: skip
    return None


def add_line(story: Story, day: int) -> None:
    """A further product line, or the support add-on."""
    rng, company, sub = story.rng, story.company, story.studio
    assert sub is not None and story.lines is not None
    options = [
        o for o in ("insights", "flows", "metered", "priority_support") if o not in story.lines
    ]
    if not patterns.is_mixed(story.world.scale) or has_plain_arr(story):
        options = [o for o in options if o not in ("flows", "metered")]
    if not options:
        return expand_seats(story, day)
    choice = rng.choice(options)
    story.lines.add(choice)
    line = {"insights": "insights", "priority_support": "studio"}.get(choice, "flows")
    if line == "flows":
        story.lines |= {"flows", "metered"}
    plan = {
        "insights": rng.choice(("standard", "premium")), "priority_support": "priority_support",
        "flows": "committed", "metered": "metered",
    }[choice]  # fmt: skip
    quantity = rng.choice((20, 40, 60, 100, 150)) if choice == "flows" else 1
    if choice == "metered":
        extra = story.book.start(
            rng, company, line, plan, 0, "month", day, order_id=None, channel="self_serve",
            ordered_at=us(day, 12), customer=sub.customer,
        )  # fmt: skip
        story.world.line_starts.append((story.workspace, day, line))
        _overage(story, extra, day, rng.uniform(200, 2500))
        return None
    amount = quantity * catalog.LIST_MONTHLY[line, plan] * 12
    order, channel, at = story.order("expansion", "expansion_addon", day, line, amount)
    interval = "year" if sub.interval == "year" else "month"
    extra = story.book.start(
        rng, company, line, plan, quantity, interval, day, order_id=order, channel=channel,
        ordered_at=at, term_months=12 if interval == "year" else 0, customer=sub.customer,
        change_type="addon" if choice == "priority_support" else "start",
    )  # fmt: skip
    story.world.line_starts.append((story.workspace, day, line))
    if choice == "flows" and rng.random() < 0.6:
        _overage(story, extra, day + 60, rng.uniform(150, 1200))
    return None


def has_plain_arr(story: Story) -> bool:
    """Whether a role asks that nothing but orders moves what the account pays.

    Metered use would expand an account every month: no orphan then, no growth by price alone, and
    no share of what was paid at a renewal.
    """
    roles = story.company.roles
    return "eo" in roles or roles.get("bn") in ("price_only", "concession")


def _overage(story: Story, sub: Subscription, day: int, level: float) -> None:
    """Uncommitted usage: monthly overage that wanders around a level."""
    rng = story.rng
    month = plus_months(day - 1, 1)
    month -= int(_day_of_month(month)) - 1
    while month <= story.end:
        if rng.random() < 0.85:
            level *= rng.uniform(0.85, 1.2)
            sub.overage[month] = Decimal(round(level * 100)) / 100
        month = plus_months(month, 1)


def _day_of_month(day: int) -> int:
    from plr.demo.scale import to_date

    return to_date(day).day


def same_day(story: Story, day: int) -> None:
    """Two changes on one day in two orders: more seats at noon, fewer or another tier later."""
    sub, rng = story.studio, story.rng
    assert sub is not None
    expand_seats(story, day, 0.3)
    later = story.book.new_order()
    at = us(day, 21)
    first = sub.now
    story.desk.orders[later] = dict(
        story.desk.orders[first.order_id or ""], ordered_at=at, is_ambiguous=True
    )
    story.book.change(
        sub, "quantity", day, quantity=first.quantity + rng.choice((-1, 2)), order_id=later,
        channel="self_serve", ordered_at=at, reason="correction",
    )  # fmt: skip


def _boundary(sub: Subscription, day: int) -> int:
    """First day of the next billing period at or after a day."""
    months = catalog.MONTHS[sub.interval]
    first = next(s.day for s in sub.states if s.mrr > 0)
    k = 0
    while plus_months(first, k * months) < day:
        k += 1
    return plus_months(first, k * months)


def yearly(story: Story, day: int, year: int) -> None:
    """The anniversary: renewal, price, downgrade, or the end, by the account's fate."""
    sub, rng = story.studio, story.rng
    assert sub is not None
    if story.leaves is not None and day >= story.leaves - 3:
        leave(story, day)
        return
    if sub.term_months == 24 and year % 2:
        return
    if story.fate in ("churn", "return") and year >= 1 and rng.random() < 0.75:
        leave(story, day)
        return
    for extra in story.book.by_root[story.company.root.id]:
        is_due = extra is not sub and extra.term is not None and extra.ended_on is None
        while is_due and extra.term and extra.term[1] <= min(day, story.end):
            renew_quietly(story, extra)
    if sub.term is None:
        return
    if story.fate == "late" and day < story.end - 40:
        renew_late(story, day)
        story.fate = "stay"
        return
    renew(story, day)


def renew_quietly(story: Story, sub: Subscription) -> None:
    """A further line renews itself."""
    assert sub.term is not None
    day = sub.term[1]
    order = story.book.new_order()
    story.desk.settle(
        story.rng,
        CONTRACT,
        Order(order, story.company, story.workspace, sub.line, "retention", "renewal",
              us(day, 2), 0),
    )  # fmt: skip
    story.book.change(
        sub, "renewal", day, order_id=order, channel="system", ordered_at=us(day, 2)
    )  # fmt: skip


def renew(story: Story, day: int) -> None:
    """A renewal of the main subscription, sometimes with a price, seats or concession."""
    sub, rng, company = story.studio, story.rng, story.company
    assert sub is not None
    is_late_role = day > story.end - QUIET_DAYS and "eo" in company.roles
    is_risky = rng.random() < 0.14 and not is_late_role
    channels = (SELF, "sales_order", "system") if sub.auto_renews else (SELF, "sales_order")
    before = 0 if sub.auto_renews else rng.randint(1, 9)
    amount = int(sub.now.mrr * 12)
    auto = next(c for c, _ in story.desk._stacks["retention"] if c.name == "auto_renewal")
    order, channel, at = story.order(
        "retention", "renewal", day, "studio", amount, case=auto if is_late_role else None,
        channels=channels, ordered_before=before if not is_late_role else 0, is_risky=is_risky,
    )  # fmt: skip
    if is_risky and channel != "system":
        flag_risk(story, at)
    discount = quantity = None
    is_price = "bn" in company.roles and company.roles["bn"] == "price_only"
    roll = rng.random()
    if is_price or roll < 0.45 and "bn" not in company.roles:
        discount = _discount_now(story, sub, day)
    elif "bn" in company.roles or patterns.lacks(story.world.scale, "hollow_usage"):
        pass  # nobody pays less: retention is borrowed while ARR holds; losses announce themselves
    elif roll < 0.55 and channel == "sales_order":
        discount = min(40, _discount_now(story, sub, day) + rng.choice((5, 10)))
    elif roll < 0.65 and not {"eo", "hu", "bn"} & company.roles.keys():
        quantity = max(2, int(sub.now.quantity * Decimal(str(rng.uniform(0.6, 0.9)))))
    elif roll < 0.75 and channel == "sales_order" and day <= story.last_free_day:
        quantity = int(sub.now.quantity) + max(1, int(sub.now.quantity) // 6)
    story.book.change(
        sub, "renewal", day, quantity=quantity, discount=discount, order_id=order, channel=channel,
        ordered_at=at, reason="renewal",
    )  # fmt: skip
    if quantity:
        people_follow(story, day)
    if rng.random() < 0.08 and channel == "sales_order":
        write_concession(story, day, rng.uniform(0.01, 0.04), is_renewal=True)


def _discount_now(story: Story, sub: Subscription, day: int) -> int:
    """The discount in force, so that the list price of the day applies at renewal."""
    now = sub.now
    if not now.list_unit:
        return 0
    return max(0, round((1 - now.unit / now.list_unit) * 100))


def write_concession(story: Story, day: int, share: float, *, is_renewal: bool) -> None:
    """Something given away to hold the account."""
    sub, rng = story.studio, story.rng
    assert sub is not None
    story.world.out.add(
        "concessions",
        concession_id=story.world.out.new_id("cnc"),
        customer_id=sub.customer,
        granted_at=us(day - 2, 14),
        kind=rng.choice(("credit", "free_months", "free_service", "discount")),
        amount=round(max(story.paid_monthly, float(sub.now.mrr)) * 12 * share, 2),
        currency=story.company.currency,
        reason=rng.choice(("renewal", "service outage", "goodwill", None)),
        is_renewal=is_renewal,
    )


def flag_risk(story: Story, at: int) -> None:
    """The renewal was seen to be at risk before it was signed."""
    day = at // DAY_US
    for back, colour, score in ((75, "amber", 48.0), (45, "red", 28.0), (20, "amber", 52.0)):
        story.world.risk_days.append((story.company, day - back, colour, score))


def leave(story: Story, day: int) -> None:
    """The account leaves at a period's end; some come back later."""
    rng, company = story.rng, story.company
    boundary = day
    for sub in story.book.by_root[company.root.id]:
        if sub.ended_on is None:
            reason = rng.choice(("budget", "competitor", "no_value", "champion_left"))
            story.book.cancel(
                sub, boundary, us(boundary - rng.randint(2, 40), 11), reason,
                rng.choice(("self_serve", "sales_order", "api")),
            )  # fmt: skip
            sub.overage = {m: a for m, a in sub.overage.items() if m < boundary - 31}
    if story.workspace:
        people.shrink(story.workspace, boundary - rng.randint(0, 30), 0)
    if story.fate == "return":
        back = boundary + rng.randint(45, 260)
        if back < story.end - 5:
            come_back(story, back)


def come_back(story: Story, day: int) -> None:
    """A former customer buys again, under a new subscription."""
    rng, company, old = story.rng, story.company, story.studio
    assert old is not None
    seats = max(2, round(float(_last_quantity(old)) * rng.uniform(0.5, 1.1)))
    amount = seats * 2000
    case = story.desk.draw(
        "winback", day - story.last_order, workspace=story.workspace,
        has_crm=company.root.crm_id is not None, day=day,
    )  # fmt: skip
    if case.reach >= day - (old.ended_on or day):
        case = story.desk.draw(
            "winback", day - (old.ended_on or day), workspace=story.workspace,
            has_crm=company.root.crm_id is not None, day=day,
        )  # fmt: skip
    order, channel, at = story.order("retention", "reactivation", day, "studio", amount, case=case)
    term = 12 if old.interval != "month" else 0
    story.studio = story.book.start(
        rng, company, "studio", old.now.plan, seats, old.interval, day, order_id=order,
        channel=channel, ordered_at=at, term_months=term, customer=old.customer,
    )  # fmt: skip
    story.fate = "stay"
    story.anchor = day
    people_follow(story, day)


def _last_quantity(sub: Subscription) -> Decimal:
    return next(s.quantity for s in reversed(sub.states) if s.quantity > 0)


def renew_late(story: Story, day: int) -> None:
    """The term runs out; the successor is signed some days later under a new id."""
    rng, company, old = story.rng, story.company, story.studio
    assert old is not None
    gap = rng.choice((1, 3, 8, 12, 21, 27, 29))
    story.book.expire(old)
    signed = story.anchor = day + gap
    order, channel, at = story.order(
        "retention", "renewal", signed, "studio", int(old.now.mrr * 12), channels=("sales_order",)
    )
    more = rng.choice((0, 0, 1, 3))
    story.studio = story.book.start(
        rng, company, "studio", old.now.plan, int(old.now.quantity) + more, old.interval, signed,
        order_id=order, channel=channel, ordered_at=at, term_months=12, customer=old.customer,
        unit=old.now.unit, listed=old.now.list_unit, reason="late_renewal",
        replaces=old.id if rng.random() < 0.3 else None,
    )  # fmt: skip


def switch_interval(story: Story, day: int) -> None:
    """From monthly to annual: a new subscription replaces the old one on the same day."""
    rng, company, old = story.rng, story.company, story.studio
    assert old is not None
    boundary = _boundary(old, day)
    if boundary > story.last_free_day:
        return
    story.anchor = boundary
    order, channel, at = story.order("expansion", "expansion_seats", boundary, "studio", 1000)
    unit = old.now.unit * 12 / catalog.MONTHS[old.interval]
    quantity = int(old.now.quantity) + 1
    story.book.cancel(old, boundary, at, "replaced", channel)
    story.studio = story.book.start(
        rng, company, "studio", old.now.plan, quantity, "year", boundary, order_id=order,
        channel=channel, ordered_at=at, term_months=12, customer=old.customer, unit=unit,
        listed=old.now.list_unit * 12 / catalog.MONTHS[old.interval],
        replaces=old.id, reason="interval_change",
    )  # fmt: skip


def raise_list_prices(book: Book, desk: Desk) -> None:
    """Monthly accounts get the new list price on the day of the price rise, by nobody's order."""
    day = book.price_rise_day
    for sub in book.subs:
        state = sub.at(day - 1)
        is_monthly = sub.line == "studio" and sub.interval == "month" and state is not None
        if not is_monthly or state is None or state.mrr == 0 or sub.states[-1].day > day:
            continue
        if sub.ended_on is not None or state.plan == "priority_support":
            continue
        unit = (state.unit * catalog.PRICE_RISE).quantize(Decimal("0.01"))
        book.change(
            sub, "price", day, unit=unit, channel="system", ordered_at=us(day, 0),
            reason="list_price",
        )  # fmt: skip
        desk.orders[f"{sub.id}/{day}"] = {
            "initiation": PRICE_POLICY.initiation, "initiated_by": "contract",
            "trigger_kind": "contract", "trigger_id": None, "triggered_at": None,
            "case_name": "price_policy", "is_near_threshold": False, "is_ambiguous": False,
            "ordered_at": us(day, 0), "is_save": False,
        }  # fmt: skip


def fall_behind(story: Story) -> None:
    """One invoice stays unpaid beyond the grace; most pay in the end."""
    sub, rng = story.studio, story.rng
    if sub is None or sub.ended_on is not None:
        return
    first = next(s.day for s in sub.states if s.mrr > 0)
    months = catalog.MONTHS[sub.interval]
    periods = [plus_months(first, k * months) for k in range(1, 40)]
    periods = [p for p in periods if p + 62 < story.end]
    if not periods:
        return
    issued = periods[-1] if months == 12 else rng.choice(periods)
    cut = issued + 60
    paid: int | None = cut + rng.randint(5, 45)
    if paid is not None and (paid > story.end - 1 or rng.random() < 0.2):
        paid = None
    busy = [s.day for s in sub.states if issued < s.day <= (paid or story.end) + 1]
    if not busy:
        sub.suspensions.append((cut, paid))


def script_account(
    world: World,
    book: Book,
    desk: Desk,
    company: Company,
    start: int,
    fate: str,
    number: int,
    leaves: int | None = None,
) -> Story:
    """Tell the whole story of one paying account."""
    rng = stream(world.scale.seed, "story", number)
    story = Story(world, book, desk, company, rng, start, fate, lines=set())
    story.utilisation, story.anchor, story.leaves = rng.uniform(0.45, 0.64), start, leaves
    if story.fades is not None:
        story.utilisation = 0.36
    found(story)
    convert(story)
    if fate == "switch" and story.studio and story.studio.interval == "month":
        day = start + rng.randint(115, 130)
        if day < story.last_free_day:
            switch_interval(story, day)
    live(story)
    if fate == "past_due":
        fall_behind(story)
    if story.fades is not None and story.workspace is not None:
        story.workspace.phases = [(0, 0.6, 0.5), (story.fades, 0.25, 0.3)]
    return story
