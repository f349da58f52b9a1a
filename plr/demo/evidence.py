"""Who started an order, as scripted, and the traces that this leaves in the exports.

A *case* is one way in which an order comes about. The case is decided first (it is the truth); its
``write`` then leaves the prompts, signals, touches, tickets and opportunities that such a start
leaves behind. Offsets are days before the order. Cases named ``near_`` stand close to a threshold
of the specification, on one side or the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from plr.demo import patterns
from plr.demo.scale import plus_months, stream
from plr.demo.tables import DAY_US, us
from plr.demo.world import Company, Workspace, World


@dataclass(frozen=True)
class Case:
    """One way in which an order starts; ``reach`` is how many days before it the traces begin."""

    name: str
    initiation: str
    initiated_by: str
    trigger: str
    channel: str
    reach: int
    write: Callable[[Trail], None]
    is_near: bool = False
    is_ambiguous: bool = False
    needs_workspace: bool = False
    needs_crm: bool = False


@dataclass
class Order:
    """What is known of an order when its traces are written; ``at`` is its time."""

    id: str
    company: Company
    workspace: Workspace | None
    line: str
    stage: str
    effect: str
    at: int
    amount: int
    is_risky: bool = False


@dataclass
class Trail:
    """The traces of one order being laid; the first trigger that is marked is kept as the truth.

    ``human_id`` is the first trace that a person had to write down.
    """

    world: World
    rng: Random
    order: Order
    case: Case
    trigger_id: str | None = None
    triggered_at: int | None = None
    trigger_row: dict | None = None
    human_id: str | None = None

    def when(self, days: float) -> int:
        """A time some days before the order, at a working hour, never after it."""
        minute = self.rng.randrange(8 * 60, 17 * 60)
        day = self.order.at // DAY_US - int(days)
        at = day * DAY_US + minute * 60_000_000
        return min(at, self.order.at - 3_600_000_000)

    def mark(self, id_: str, at: int) -> None:
        """Keep the trigger of the order."""
        if self.trigger_id is None:
            self.trigger_id, self.triggered_at = id_, at

    # ------------------------------------------------------------------ what the product leaves

    def prompt(self, days: float, *actions: str, signal_id: str | None = None) -> None:
        """A prompt in the product, with the given actions minutes apart."""
        kinds = {
            "expansion_seats": "add_seat", "renewal": "renewal", "conversion": "upgrade_cta",
        }  # fmt: skip
        kind = kinds.get(self.order.effect, "limit_warning")
        if self.order.stage == "conversion":
            kind = self.rng.choice(("paywall", "upgrade_cta", "trial_end", "checkout_start"))
        workspace = self.order.workspace
        assert workspace is not None
        id_ = self.world.out.new_id("prm")
        at = self.when(days)
        person = pick_person(self.rng, workspace, at // DAY_US)
        for step, action in enumerate(("shown", *actions)):
            self.world.out.add(
                "in_product_prompts",
                prompt_id=id_,
                action=action,
                acted_at=at + step * 45_000_000,
                workspace_id=workspace.id,
                user_id=person,
                prompt_type=kind,
                product_line=self.order.line,
                signal_id=signal_id,
            )
        self.mark(id_, at)

    def signal(self, days: float, to: str, *, auto: bool = False) -> str:
        """A signal that the company's own systems sent somewhere."""
        kinds = {
            "conversion": ("value_reached", "trial_ending", "pql"),
            "expansion": ("seat_saturation", "depth_on_tier", "premium_gate_attempts"),
            "retention": ("value_proof",),
        }[self.order.stage]
        kind = "risk_flag" if self.order.is_risky else self.rng.choice(kinds)
        workspace = self.order.workspace
        at = self.when(days)
        id_ = write_signal(
            self.world, at, at + 600_000_000, kind, to, auto,
            workspace.id if workspace else None, self.order.company.crm_id,
            self.order.line if self.rng.random() < 0.7 else None,
            self.rng.uniform(0.6, 0.99),
        )  # fmt: skip
        self.mark(id_, at + 600_000_000)
        return id_

    def limit(self, days: int) -> None:
        """A hard limit reached: the meter stands at the limit for two days."""
        workspace = self.order.workspace
        assert workspace is not None
        day = self.order.at // DAY_US - days
        self.world.limit_hits.append((workspace.id, day, self.order.at // DAY_US))
        self.mark(f"{workspace.id}/storage_gb/{day}", us(day, 23.9997))

    # ------------------------------------------------------------------- what people leave

    def touch(
        self,
        days: float,
        *,
        direction: str | None = "outbound",
        topic: str | None = None,
        channel: str | None = None,
        opportunity: str | None = None,
        is_trigger: bool = True,
    ) -> None:
        """One conversation of a seller with the account, or of the account with a seller."""
        topics = {"conversion": "commercial", "expansion": "expansion", "retention": "renewal"}
        company = self.order.company.root
        id_ = self.world.out.new_id("tch")
        at = self.when(days)
        row = self.world.out.add(
            "commercial_touches",
            touch_id=id_,
            touched_at=at,
            crm_account_id=company.crm_id,
            opportunity_id=opportunity,
            contact_id=self.of_committee(company),
            channel=channel or self.rng.choice(("call", "email", "email", "meeting")),
            direction=direction,
            actor_id=company.owner_id,
            actor_function="sales",
            topic=topic or topics[self.order.stage],
            minutes=self.rng.choice((5, 10, 15, 30, 45)),
        )
        self.human_id = self.human_id or id_
        if is_trigger:
            self.mark(id_, at)
        if id_ == self.trigger_id:
            self.trigger_row = row

    def of_committee(self, company: Company) -> str | None:
        """Somebody who takes part in the deal; whoever talks belongs to the committee."""
        if not company.contacts:
            return None
        number = company.contacts.index(self.rng.choice(company.contacts))
        return company.contacts[number % int(company.roles.get("committee", len(company.contacts)))]

    def opportunity(
        self, days: float, *, system: bool = False, signal: str | None = None, trigger: bool = True
    ) -> str:
        """The won opportunity behind a sales order."""
        at = self.when(days)
        kind = {"conversion": "new", "expansion": "expansion", "retention": "renewal"}[
            self.order.stage
        ]
        if self.order.effect == "reactivation":
            kind = "winback"
        id_ = write_opportunity(
            self.world, self.rng, self.order.company.root, kind, at, self.order.line,
            self.order.amount, closed_at=self.order.at, is_won=True, order_id=self.order.id,
            system=system, signal=signal,
        )  # fmt: skip
        if not system:
            self.human_id = self.human_id or id_
        if trigger:
            self.mark(id_, at)
        return id_

    def deal(self, days: float, *, system: bool = False, signal: str | None = None) -> None:
        """An opportunity with the usual later touches, none of which is the trigger."""
        id_ = self.opportunity(days, system=system, signal=signal, trigger=False)
        if self.trigger_row is not None:
            self.trigger_row["opportunity_id"] = id_
        for share in self.world.talks(self.order.at // DAY_US):
            if self.rng.random() < 0.75:
                channel = self.rng.choice(("call", "meeting", "demo", "proposal", "quote"))
                self.touch(days * share, channel=channel, opportunity=id_, is_trigger=False)

    def ticket(self, days: float) -> None:
        """The customer asks support to buy."""
        id_ = self.world.out.new_id("tkt")
        at = self.when(days)
        self.world.out.add(
            "tickets",
            ticket_id=id_,
            crm_account_id=self.order.company.root.crm_id,
            email_domain=self.order.company.domain,
            workspace_id=self.order.workspace.id if self.order.workspace else None,
            opened_at=at,
            solved_at=at + self.rng.randrange(2, 40) * 3_600_000_000,
            category=self.rng.choice(("upgrade", "billing")),
            severity="low",
            handle_minutes=self.rng.choice((6, 12, 20)),
        )
        self.mark(id_, at)

    def form(self, days: float) -> None:
        """The customer asks on the web site."""
        id_ = self.world.out.new_id("mkt")
        at = self.when(days)
        self.world.out.add(
            "marketing_touches",
            marketing_touch_id=id_,
            touched_at=at,
            crm_account_id=self.order.company.root.crm_id,
            email_domain=self.order.company.domain,
            channel="website",
            is_paid=False,
            is_branded=False,
            action=self.rng.choice(("demo_request", "form_submit")),
        )
        self.mark(id_, at)

    def success(self, days: float) -> None:
        """A success manager raises more business in a review."""
        id_ = self.world.out.new_id("csa")
        at = self.when(days)
        company = self.order.company.root
        self.world.out.add(
            "cs_activities",
            activity_id=id_,
            occurred_at=at,
            crm_account_id=company.crm_id,
            kind=self.rng.choice(("qbr", "check_in")),
            minutes=self.rng.choice((30, 45, 60)),
            evidence_type="activity",
            is_expansion_raised=True,
            actor_id=company.csm_id,
        )
        self.human_id = self.human_id or id_
        self.mark(id_, at)


def pick_person(rng: Random, workspace: Workspace, day: int) -> str | None:
    """One of the people who were in the workspace on a day."""
    present = [p[0] for p in workspace.people[:40] if p[1] <= day and (p[2] is None or p[2] > day)]
    return rng.choice(present) if present else None


def write_signal(
    world: World,
    at: int,
    delivered: int | None,
    kind: str,
    to: str,
    auto: bool,
    workspace_id: str | None,
    crm_id: str | None,
    line: str | None,
    score: float,
) -> str:
    """Write one signal."""
    id_ = world.out.new_id("sig")
    world.out.add(
        "product_signals",
        signal_id=id_,
        signalled_at=at,
        delivered_at=delivered,
        workspace_id=workspace_id,
        crm_account_id=crm_id,
        product_line=line,
        signal_type=kind,
        score=round(score, 3),
        delivered_to=to,
        auto_opened_motion=auto,
    )
    return id_


STAGES = ("discovery", "evaluation", "negotiation")


def write_opportunity(
    world: World,
    rng: Random,
    company: Company,
    kind: str,
    at: int,
    line: str | None,
    amount: int,
    *,
    closed_at: int | None,
    is_won: bool | None,
    order_id: str | None = None,
    system: bool = False,
    signal: str | None = None,
) -> str:
    """Write one opportunity with its stages and the people who take part."""
    out = world.out
    id_ = out.new_id("opp")
    end = us(world.scale.end, 23)
    is_closed = closed_at is not None and closed_at <= end
    stage = ("closed_won" if is_won else "closed_lost") if is_closed else rng.choice(STAGES)
    out.add(
        "opportunities",
        opportunity_id=id_,
        crm_account_id=company.crm_id,
        product_line=line if rng.random() < 0.9 else None,
        opportunity_type=kind,
        created_at=at,
        created_by="system" if system else "human",
        created_by_id=world.integration if system else company.owner_id,
        owner_id=company.owner_id,
        trigger_signal_id=signal,
        source=rng.choice(("outbound", "inbound", "product", "partner", "customer_success", None)),
        amount=amount,
        currency=company.currency,
        stage=stage,
        closed_on=closed_at // DAY_US if is_closed and closed_at else None,
        is_won=is_won if is_closed else None,
        order_id=order_id if is_closed else None,
    )
    last = closed_at if is_closed and closed_at else end
    steps = [at + (last - at) * k // 4 for k in range(3)]
    for name, entered in zip(STAGES, steps, strict=True):
        out.add("opportunity_stage_history", opportunity_id=id_, stage=name, entered_at=entered)
    if is_closed:
        out.add("opportunity_stage_history", opportunity_id=id_, stage=stage, entered_at=last)
    committee = company.roles.get("committee")
    size = int(committee) if committee else rng.choice((1, 2, 2, 3))
    roles = ["champion", "economic_buyer", "influencer", "user", "influencer", "user", "user"]
    if company.roles.get("procurement"):
        roles[1] = "procurement"
    for contact, role in zip(company.contacts[:size], roles, strict=False):
        out.add(
            "opportunity_contacts",
            opportunity_id=id_,
            contact_id=contact,
            buying_role=role,
            added_at=at,
        )
    return id_


# ------------------------------------------------------------------------------------ the cases


def _case(
    name: str,
    initiation: str,
    trigger: str,
    channel: str,
    reach: int,
    write: Callable,
    **flags: bool,
) -> Case:
    by = {
        "product_performed_prompted": "product",
        "product_performed_unprompted": "product",
        "product_started_human_run": "product",
        "human_started_product_informed": "human",
        "human_started": "human",
        "customer_inbound": "customer",
        "contractual": "contract",
        "unknown": "unknown",
    }[initiation]
    is_product_trace = trigger in ("prompt", "hard_limit", "delivered_signal")
    needs_workspace = flags.pop("workspace", is_product_trace)
    needs_crm = channel == "sales_order" or trigger not in (
        "prompt", "hard_limit", "none", "contract", "delivered_signal",
    )  # fmt: skip
    needs_workspace |= name in ("near_stale_15d", "stale_signal", "near_stale_renewal")
    return Case(
        name, initiation, by, trigger, channel, reach, write,
        is_near=flags.pop("near", False), is_ambiguous=flags.pop("ambiguous", False),
        needs_workspace=needs_workspace, needs_crm=needs_crm,
    )  # fmt: skip


PROMPTED, UNPROMPTED = "product_performed_prompted", "product_performed_unprompted"
STARTED, INFORMED = "product_started_human_run", "human_started_product_informed"
HUMAN, INBOUND, UNKNOWN = "human_started", "customer_inbound", "unknown"


def _prompted(t: Trail) -> None:
    t.prompt(t.rng.uniform(0, 10), "clicked", "completed")


def _shown(low: int, high: int) -> Callable[[Trail], None]:
    def write(t: Trail) -> None:
        t.prompt(t.rng.randint(low, high))

    return write


def _limit(low: int, high: int) -> Callable[[Trail], None]:
    return lambda t: t.limit(t.rng.randint(low, high))


def _signal_in_app(t: Trail) -> None:
    t.signal(t.rng.uniform(1, 20), "in_app")


def _quiet_touch(low: int, high: int) -> Callable[[Trail], None]:
    return lambda t: t.touch(t.rng.randint(low, high))


def _auto_opened(t: Trail) -> None:
    days = t.rng.uniform(20, 60)
    signal = t.signal(days, t.rng.choice(("crm_task", "opportunity")), auto=True)
    t.deal(days - 1, system=True, signal=signal)


def _informed(low: float, high: float) -> Callable[[Trail], None]:
    def write(t: Trail) -> None:
        days = t.rng.uniform(30, 55)
        answer = t.rng.randint(int(low), int(high))
        if t.case.trigger == "prompt":
            t.prompt(days, "clicked")
        else:
            t.signal(days, "crm_task")
        t.touch(days - answer, is_trigger=False)
        t.deal(max(2, days - answer - 2))

    return write


def _stale(low: int, high: int) -> Callable[[Trail], None]:
    def write(t: Trail) -> None:
        answer = t.rng.randint(low, high)
        days = t.rng.uniform(12, 30)
        t.touch(days)
        t.signal(int(days) + answer, "crm_task")
        t.deal(max(2, days - 3))

    return write


def _outbound(low: int, high: int) -> Callable[[Trail], None]:
    def write(t: Trail) -> None:
        days = t.rng.randint(low, high)
        t.touch(days)
        t.deal(max(2, days - 5))

    return write


def _human_opportunity(t: Trail) -> None:
    days = t.rng.uniform(15, 70)
    id_ = t.opportunity(days)
    t.touch(days / 2, opportunity=id_, is_trigger=False)


def _far_touch(t: Trail) -> None:
    t.touch(t.rng.randint(92, 103), is_trigger=False)


def _edge_touch(t: Trail) -> None:
    t.touch(t.rng.randint(78, 89))


def _success(t: Trail) -> None:
    days = t.rng.uniform(15, 60)
    t.success(days)
    t.deal(max(2, days - 6))


def _inbound(t: Trail) -> None:
    days = t.rng.uniform(8, 50)
    t.touch(days, direction="inbound", topic="commercial", channel=t.rng.choice(("email", "call")))
    t.deal(max(1, days - 3))


def _ticket(t: Trail) -> None:
    days = t.rng.uniform(8, 40)
    t.ticket(days)
    t.deal(max(1, days - 3))


def _form(t: Trail) -> None:
    days = t.rng.uniform(8, 50)
    t.form(days)
    t.deal(max(1, days - 3))


def _nothing(t: Trail) -> None:
    return


def _same_minute(t: Trail) -> None:
    t.prompt(3, "clicked", "completed")
    assert t.triggered_at is not None
    before = len(t.world.out.rows["commercial_touches"])
    t.touch(3, is_trigger=False)
    t.world.out.rows["commercial_touches"][before]["touched_at"] = t.triggered_at


def _renewal_prompt(t: Trail) -> None:
    t.prompt(t.rng.uniform(0, 12), "clicked", "completed")


def _calendar(t: Trail) -> None:
    days = t.rng.uniform(40, 75)
    t.touch(days)
    id_ = t.opportunity(90, system=True, trigger=False)
    t.touch(days / 2, opportunity=id_, is_trigger=False)


SELF = "self_serve"
SALES = "sales_order"

BASE: tuple[tuple[Case, int], ...] = (
    (_case("prompt_completed", PROMPTED, "prompt", SELF, 11, _prompted), 10),
    (_case("near_prompt_shown_13d", PROMPTED, "prompt", SELF, 14, _shown(12, 13), near=True), 5),
    (_case("near_prompt_shown_15d", UNPROMPTED, "none", SELF, 17, _shown(15, 16), near=True,
           workspace=True), 5),
    (_case("limit_reached", PROMPTED, "hard_limit", SELF, 31, _limit(2, 30)), 5),
    (_case("near_limit_reached_89d", PROMPTED, "hard_limit", SELF, 90, _limit(80, 89),
           near=True), 8),
    (_case("near_limit_reached_92d", UNPROMPTED, "none", SELF, 104, _limit(92, 103),
           near=True, workspace=True), 8),
    (_case("signal_in_app", PROMPTED, "delivered_signal", SELF, 21, _signal_in_app), 4),
    (_case("unprompted", UNPROMPTED, "none", SELF, 1, _nothing), 4),
    (_case("near_quiet_16d", UNPROMPTED, "none", SELF, 17, _quiet_touch(15, 16), near=True), 4),
    (_case("near_quiet_13d", HUMAN, "outbound_touch", SELF, 14, _quiet_touch(12, 13),
           near=True), 5),
    (_case("quiet_broken", HUMAN, "outbound_touch", SELF, 9, _quiet_touch(3, 8)), 4),
    (_case("same_minute_self_serve", PROMPTED, "prompt", SELF, 4, _same_minute,
           near=True), 4),
    (_case("auto_opened", STARTED, "delivered_signal", SALES, 62, _auto_opened), 7),
    (_case("informed_by_signal", INFORMED, "delivered_signal", SALES, 57, _informed(2, 8)), 8),
    (_case("informed_by_prompt", INFORMED, "prompt", SALES, 57, _informed(2, 8)), 6),
    (_case("near_informed_13d", INFORMED, "delivered_signal", SALES, 57, _informed(12, 13),
           near=True), 6),
    (_case("near_stale_15d", HUMAN, "outbound_touch", SALES, 48, _stale(15, 16), near=True), 6),
    (_case("stale_signal", HUMAN, "outbound_touch", SALES, 72, _stale(22, 40)), 6),
    (_case("outbound", HUMAN, "outbound_touch", SALES, 75, _outbound(15, 74)), 72),
    (_case("near_outbound_89d", HUMAN, "outbound_touch", SALES, 90, _edge_touch, near=True), 8),
    (_case("near_outbound_92d", UNKNOWN, "none", SALES, 104, _far_touch, near=True), 7),
    (_case("human_opportunity", HUMAN, "human_opportunity", SALES, 71, _human_opportunity), 42),
    (_case("inbound_touch", INBOUND, "inbound_touch", SALES, 51, _inbound), 9),
    (_case("ticket", INBOUND, "ticket", SALES, 41, _ticket), 6),
    (_case("form", INBOUND, "form", SALES, 51, _form), 8),
    (_case("unlogged", UNKNOWN, "none", SALES, 1, _nothing), 5),
)  # fmt: skip
"""Case and weight for conversions and expansions."""

SUCCESS_CASE = (_case("success_review", HUMAN, "success_activity", SALES, 61, _success), 14)

RENEWAL: tuple[tuple[Case, int], ...] = (
    (_case("auto_renewal", "contractual", "contract", "system", 1, _nothing), 60),
    (_case("renewal_prompt", PROMPTED, "prompt", SELF, 13, _renewal_prompt), 8),
    (_case("value_proof_opened", STARTED, "delivered_signal", SALES, 62, _auto_opened), 7),
    (_case("informed_renewal", INFORMED, "delivered_signal", SALES, 57, _informed(2, 8)), 7),
    (_case("near_informed_renewal", INFORMED, "delivered_signal", SALES, 57, _informed(12, 13),
           near=True), 7),
    (_case("near_stale_renewal", HUMAN, "outbound_touch", SALES, 48, _stale(15, 16),
           near=True), 7),
    (_case("renewal_call", HUMAN, "outbound_touch", SALES, 75, _outbound(20, 74)), 34),
    (_case("near_renewal_call_118d", HUMAN, "outbound_touch", SALES, 119, _outbound(108, 118),
           near=True), 8),
    (_case("calendar_opportunity", HUMAN, "outbound_touch", SALES, 91, _calendar, near=True,
           ambiguous=True), 6),
    (_case("renewal_asked", INBOUND, "inbound_touch", SALES, 51, _inbound), 6),
    (_case("renewal_ticket", INBOUND, "ticket", SALES, 41, _ticket), 6),
    (_case("renewal_unlogged", UNKNOWN, "none", SALES, 1, _nothing), 6),
)  # fmt: skip
"""Case and weight for renewals and saves."""

CONTRACT = _case("agreed_before", "contractual", "contract", "system", 1, _nothing)
PRICE_POLICY = _case("price_policy", "contractual", "contract", "system", 1, _nothing)
METERED = _case("metered_usage", INBOUND, "none", "unknown", 1, _nothing)


def deciding(case: Case, trail: Trail) -> str | None:
    """The trace without which nobody could tell that a human or the customer started the order."""
    if case.initiation == INFORMED:
        return trail.human_id
    return trail.trigger_id if case.initiated_by in ("human", "customer") else None


CARDS = 200
"""Cases in a deck whose starts are in given shares."""


def starter(case: Case) -> str:
    """Who started it, told apart by what the product had done before."""
    return "informed" if case.initiation == INFORMED else case.initiated_by


def lean(stack: list[tuple[Case, int]], shares: Mapping[str, float]) -> list[tuple[Case, int]]:
    """The same cases in shares of who starts; within one starter as often as before."""
    totals: Counter[str] = Counter()
    for case, weight in stack:
        totals[starter(case)] += weight
    return [
        (case, max(1, round(CARDS * shares[starter(case)] * weight / totals[starter(case)])))
        for case, weight in stack
        if starter(case) in shares
    ]


class Desk:
    """Deals cases out of shuffled decks, lays their traces, and keeps the truth per order."""

    def __init__(self, world: World) -> None:
        """Shuffle one deck per stage."""
        self.world = world
        self.orders: dict[str, dict] = {}
        self._decks: dict[str, list[Case]] = {}
        self._stacks = {
            "conversion": [*BASE],
            "expansion": [*BASE, SUCCESS_CASE],
            "retention": [*RENEWAL],
            "winback": [(case, weight) for case, weight in BASE if case.reach < 80],
        }
        for stage, stack in self._stacks.items():
            shares = patterns.starters(world.scale, stage)
            if shares is not None:
                self._stacks[stage] = lean(stack, shares)
        end = world.scale.end + 1
        self.blackout = {plus_months(end, -k) for k in (9, 17) if k < world.scale.months}

    def is_blackout(self, day: int) -> bool:
        """Whether a day lies in a month in which nothing was logged in the CRM."""
        return any(m <= day < plus_months(m, 1) for m in self.blackout)

    def draw(
        self,
        stage: str,
        gap: int,
        *,
        workspace: Workspace | None,
        has_crm: bool,
        day: int,
        channels: tuple[str, ...] = (SELF, SALES, "system"),
        near: bool | None = None,
    ) -> Case:
        """Take the next case of the stage that fits the days since the previous order."""
        deck = self._decks.setdefault(stage, [])
        for attempt in range(2):
            for position, case in enumerate(deck):
                fits = case.reach < gap and case.channel in channels
                fits &= workspace is not None or not case.needs_workspace
                fits &= has_crm or not case.needs_crm
                if workspace is not None and (case.needs_workspace):
                    fits &= day - case.reach > workspace.day
                if self.is_blackout(day) and case.channel == SALES:
                    fits &= case.initiation == UNKNOWN
                if near is not None:
                    fits &= case.is_near == near
                if fits:
                    return deck.pop(position)
            if attempt == 0:
                fresh = [c for c, weight in self._stacks[stage] for _ in range(weight)]
                number = self.world.scale.seed * 1000 + len(self.orders)
                stream(number, f"deck/{stage}").shuffle(fresh)
                deck.extend(fresh)
        return next(
            c for c, _ in self._stacks[stage] if c.reach == 1 and c.channel in (*channels, SALES)
        )

    def settle(self, rng: Random, case: Case, order: Order) -> None:
        """Lay the traces of a case and keep the truth of its order."""
        trail = Trail(self.world, rng, order, case)
        case.write(trail)
        has_trigger = case.trigger not in ("none", "contract")
        self.orders[order.id] = {
            "initiation": case.initiation,
            "initiated_by": case.initiated_by,
            "trigger_kind": case.trigger,
            "trigger_id": trail.trigger_id if has_trigger else None,
            "triggered_at": trail.triggered_at if has_trigger else None,
            "deciding_id": deciding(case, trail),
            "case_name": case.name,
            "is_near_threshold": case.is_near,
            "is_ambiguous": case.is_ambiguous,
            "ordered_at": order.at,
            "is_save": order.is_risky,
        }
