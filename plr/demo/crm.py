"""The rest of the CRM: leads, prospects that never bought, marketing, motions, forecasts."""

from __future__ import annotations

from random import Random

from plr.demo import redesign
from plr.demo.evidence import Desk, write_opportunity
from plr.demo.scale import months_between, stream
from plr.demo.scripts import Story, add_contacts
from plr.demo.tables import DAY_US, us
from plr.demo.world import Company, World

RULES = (redesign.OLD, redesign.NEW)


def write_prospects(world: World, count: int) -> None:
    """Companies that sales knows and that never bought: leads, talks, lost opportunities."""
    rng = stream(world.scale.seed, "prospects")
    start, end = world.scale.start, world.scale.end
    for _ in range(count):
        company = world.add_company(rng, "prospect", rng.choice((60, 150, 400, 900, 2500)))
        day = rng.randint(start, end - 5)
        world.add_crm_account(rng, company, us(day, 10))
        add_contacts(world, rng, company, us(day, 11))
        lead = write_lead(world, rng, company, us(day + 1, 12))
        for _k in range(rng.randint(1, 4)):
            touch(world, rng, company, us(min(day + rng.randint(1, 60), end), 14), lead)
        if rng.random() < 0.6:
            opened = us(day + 3, 9)
            won = us(min(day + rng.randint(20, 120), end + 30), 16)
            id_ = write_opportunity(
                world, rng, company, "new", opened, "studio", rng.randrange(5, 90) * 1000,
                closed_at=won, is_won=False,
            )  # fmt: skip
            forecast(world, rng, company, id_, opened // DAY_US, won // DAY_US, False)


def forecast(
    world: World, rng: Random, company: Company, id_: str | None, first: int, last: int, risky: bool
) -> None:
    """Weekly-ish snapshots of the forecast of one opportunity."""
    day = first + 7
    while day < min(last, world.scale.end):
        world.out.add(
            "forecast_snapshots",
            snapshot_on=day,
            crm_account_id=company.crm_id,
            opportunity_id=id_,
            category=rng.choice(("pipeline", "best_case", "commit")),
            amount=rng.randrange(5, 90) * 1000,
            is_risk=risky,
        )
        day += 28


def write_lead(world: World, rng: Random, company: Company, at: int) -> str:
    """One lead; some become marketing or sales qualified."""
    id_ = world.out.new_id("lead")
    mql = at + rng.randrange(1, 20) * DAY_US if rng.random() < 0.5 else None
    sql = mql + rng.randrange(1, 20) * DAY_US if mql and rng.random() < 0.5 else None
    end = us(world.scale.end, 23)
    world.out.add(
        "leads",
        lead_id=id_,
        crm_account_id=company.crm_id if rng.random() < 0.8 else None,
        email_domain=company.domain,
        created_at=at,
        source=rng.choice(("webinar", "content", "event", "outbound", "product", None)),
        mql_at=mql if mql and mql < end else None,
        sql_at=sql if sql and sql < end else None,
        disposition=rng.choice(("open", "accepted", "rejected", "recycled")),
    )
    return id_


def touch(
    world: World, rng: Random, company: Company, at: int, lead: str | None = None, **values: object
) -> None:
    """One ordinary touch (by default a seller's, commercial)."""
    row = {
        "channel": rng.choice(("call", "email", "meeting")),
        "direction": rng.choice(("outbound", "outbound", "inbound", None)),
        "actor_function": "sales",
        "topic": rng.choice(("commercial", "commercial", "other", None)),
        "minutes": rng.choice((5, 15, 30, None)),
    }
    row.update(values)
    world.out.add(
        "commercial_touches",
        touch_id=world.out.new_id("tch"),
        touched_at=at,
        crm_account_id=company.crm_id,
        lead_id=lead,
        email_domain=company.domain if rng.random() < 0.5 else None,
        actor_id=company.owner_id,
        **row,
    )


def write_customers(world: World, desk: Desk, stories: list[Story]) -> None:
    """What the CRM holds of paying accounts beside the traces of their orders."""
    for number, story in enumerate(stories):
        rng = stream(world.scale.seed, "crm", number)
        company = story.company
        if company.crm_id is None:
            continue
        if rng.random() < 0.5:
            write_lead(world, rng, company, us(story.start - rng.randint(5, 100), 12))
        _technical_touches(world, rng, desk, story)
        _motion(world, rng, story)
    _marketing(world, stories)
    _risky_forecasts(world)
    _expansion_forecasts(world)


def _technical_touches(world: World, rng: Random, desk: Desk, story: Story) -> None:
    """Talks about onboarding and technical matters; nothing to sell in them."""
    assert story.studio is not None
    day = float(story.start + 2)
    last = min(story.end, story.studio.ended_on or story.end)
    while day < last:
        if not desk.is_blackout(int(day)):
            touch(
                world, rng, story.company, us(int(day), rng.uniform(8, 17)),
                channel=rng.choice(("call", "email", "meeting")), direction="outbound",
                actor_function=rng.choice(("success", "support")),
                topic=rng.choice(("onboarding", "technical", "technical", "other")),
                minutes=rng.choice((10, 20, 30)),
            )  # fmt: skip
        day += rng.expovariate(1 / 130)


def _motion(world: World, rng: Random, story: Story) -> None:
    """Which motion the account is assigned to, with the rule that said so."""
    company = story.company
    motion = company.roles.get("motion_assigned")
    if motion is None:
        return
    middle = world.redesign
    periods = [(story.start, None)]
    if story.start < middle:
        periods = [(story.start, middle - 1), (middle, None)]
    for from_, to in periods:
        world.out.add(
            "motion_assignments",
            crm_account_id=company.crm_id,
            motion=motion,
            coverage={"smb": "none", "mid": "cs_pooled"}.get(company.segment, "cs_named"),
            valid_from=from_,
            valid_to=to,
            rule_version=RULES[from_ >= middle],
        )


def _marketing(world: World, stories: list[Story]) -> None:
    """Newsletters and visits: reach, not requests."""
    rng = stream(world.scale.seed, "marketing")
    known = [s.company for s in stories] + [c for c in world.companies if c.kind == "free"]
    start, end = world.scale.start, world.scale.end
    for _ in range(world.scale.accounts * 8):
        company = rng.choice(known)
        first = min((w.day for w in company.workspaces), default=start)
        day = rng.randint(max(first + 1, start), end) if first < end else end
        world.out.add(
            "marketing_touches",
            marketing_touch_id=world.out.new_id("mkt"),
            touched_at=us(day, rng.uniform(6, 20)),
            crm_account_id=company.crm_id if rng.random() < 0.4 else None,
            email_domain=company.domain,
            campaign=rng.choice(("newsletter", "webinar", "product_update", None)),
            channel=rng.choice(("email", "email", "social", "organic_search")),
            is_paid=False,
            is_branded=rng.random() < 0.3,
            action=rng.choice(("email_click", "content_download", "visit", "other")),
        )


def _risky_forecasts(world: World) -> None:
    """Renewals that sales called a risk, in the weeks the scripts made risky."""
    rng = stream(world.scale.seed, "risk")
    seen: set[tuple[str | None, int]] = set()
    for company, day, colour, _score in world.risk_days:
        key = (company.crm_id, day)
        if colour == "red" and day <= world.scale.end and key not in seen:
            seen.add(key)
            world.out.add(
                "forecast_snapshots",
                snapshot_on=day,
                crm_account_id=company.crm_id,
                category="best_case",
                amount=rng.randrange(5, 90) * 1000,
                is_risk=True,
            )


def _expansion_forecasts(world: World) -> None:
    """What sales says of two in three expansion deals, month by month: sooner sure than right."""
    rng = stream(world.scale.seed, "expansion forecasts")
    for deal in world.out.rows["opportunities"]:
        is_told = rng.random() < 0.67 and deal["currency"] in (None, "USD")
        if deal["opportunity_type"] != "expansion" or not is_told:
            continue
        last = deal["closed_on"] or world.scale.end
        for day in range(deal["created_at"] // DAY_US + 2, min(last, world.scale.end), 28):
            is_sure = last - day < 45 or rng.random() < 0.3
            world.out.add(
                "forecast_snapshots",
                snapshot_on=day,
                crm_account_id=deal["crm_account_id"],
                opportunity_id=deal["opportunity_id"],
                category="commit" if is_sure else rng.choice(("pipeline", "best_case")),
                amount=int(deal["amount"] * rng.choice((0.7, 0.9, 1, 1, 1.2, 1.5))),
                is_risk=False,
            )


def write_target_market(world: World) -> None:
    """The companies that the product could be sold to."""
    rng = stream(world.scale.seed, "market")
    for company in world.companies:
        if company.parent is None and company.kind in ("paying", "prospect", "free"):
            if rng.random() < {"paying": 0.7, "prospect": 0.8, "free": 0.2}[company.kind]:
                world.out.add(
                    "target_market",
                    target_account_key=f"tam_{company.index:05d}",
                    domain=company.domain,
                    segment=company.segment,
                )
    for k in range(world.scale.accounts * 2):
        world.out.add(
            "target_market",
            target_account_key=f"tam_x{k:05d}",
            domain=f"prospect{k}.com" if rng.random() < 0.9 else None,
            segment=rng.choice(("smb", "mid", "enterprise")),
        )


def month_list(world: World) -> list[int]:
    """All months of the window."""
    return months_between(world.scale.start, world.scale.end)
