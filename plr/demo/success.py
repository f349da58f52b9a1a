"""What success and support record: outcomes, objectives, health, reviews, tickets, hours."""

from __future__ import annotations

from random import Random

from plr.demo import patterns, serving
from plr.demo.scale import month_start, months_between, plus_months, stream
from plr.demo.scripts import Story
from plr.demo.tables import DAY_US, us
from plr.demo.world import Company, World


def write_success(world: World, stories: list[Story]) -> None:
    """Write all success tables for the paying accounts."""
    for number, story in enumerate(stories):
        rng = stream(world.scale.seed, "success", number)
        if story.company.crm_id is None:
            continue
        _assignment(world, rng, story)
        _tickets(world, rng, story)
        _activities(world, rng, story)
        _visits(world, stream(world.scale.seed, "visits", number), story)
        _health(world, rng, story)
        _hours(world, rng, story)
        if "hu" not in story.company.roles:
            _proof(world, rng, story)


def last_day(story: Story) -> int:
    """Last day on which the account was a customer."""
    assert story.studio is not None
    return min(story.end, story.studio.ended_on or story.end)


def write_outcome(
    story: Story, rng: Random, day: int, value: float, *, is_verified: bool = True
) -> None:
    """One reading of the customer's own result (baseline 100, target 130)."""
    world, company = story.world, story.company
    place = story.workspace.id if story.workspace and rng.random() < 0.3 else None
    world.out.add(
        "outcome_readings",
        outcome_id=world.out.new_id("out"),
        crm_account_id=company.crm_id if place is None else None,
        workspace_id=place,
        outcome_key="cycle_time_index",
        measured_on=day,
        value=round(value, 1),
        baseline=100,
        target=130,
        source=rng.choice(("product", "customer", "csm")),
        is_verified=is_verified,
        verified_by=(company.contacts or ["csm"])[0] if is_verified else None,
        verified_on=min(day + 2, story.end) if is_verified else None,
        is_higher_better=True,
    )


def write_objective(
    story: Story, rng: Random, set_on: int, status: str, measured_on: int, value: float, *,
    has_owner: bool = True,
) -> None:  # fmt: skip
    """One objective that was agreed with the customer."""
    world, company = story.world, story.company
    is_verified = status == "met"
    world.out.add(
        "success_objectives",
        objective_id=world.out.new_id("obj"),
        crm_account_id=company.crm_id,
        owner_contact_id=company.contacts[0] if has_owner and company.contacts else None,
        metric="cycle_time_index",
        target=130,
        value=round(value, 1),
        measured_on=max(measured_on, set_on),
        is_higher_better=True,
        status=status,
        set_on=set_on,
        verified_on=max(measured_on, set_on) if is_verified else None,
        verified_by="csm" if is_verified else None,
    )


def write_survey(story: Story, rng: Random, day: int, score: int) -> None:
    """One answer of the contact."""
    world, company = story.world, story.company
    world.out.add(
        "surveys",
        survey_id=world.out.new_id("srv"),
        answered_at=us(day, 11),
        crm_account_id=company.crm_id,
        email_domain=company.domain,
        contact_id=company.contacts[0] if company.contacts else None,
        kind="nps",
        score=score,
    )


def _proof(world: World, rng: Random, story: Story) -> None:
    """Outcomes, objectives and surveys of an ordinary account: some measure, many do not."""
    if story.company.roles.get("bn") == "price_only":
        return _fading_proof(rng, story)
    if _is_proven(story):
        return _lasting_proof(rng, story)
    day = story.start + rng.randint(60, 160)
    measures = rng.random() < patterns.measuring_share(world.scale)
    if measures and story.start + 60 < story.end:
        write_objective(story, rng, story.start + 30, "open", story.start + 60, 104)
    verified = patterns.verified_share(world.scale)
    while day < last_day(story) - 3:
        if measures:
            value = rng.uniform(104, 138)
            write_outcome(story, rng, day, value, is_verified=rng.random() < verified)
        if rng.random() < 0.35:
            write_survey(story, rng, day, rng.choice((6, 7, 8, 8, 9, 9, 10)))
        day += rng.randint(100, 190)
    return None


def _is_proven(story: Story) -> bool:
    """Whether the customer's result is followed, so that value is known to last.

    An account is ready to expand only where value holds, and borrowed only by what its role says.
    """
    has_role = bool({"eo", "bn"} & story.company.roles.keys())
    return has_role or patterns.lacks(story.world.scale, "hollow_usage")


def _lasting_proof(rng: Random, story: Story) -> None:
    """A result that is measured, verified and stays, until the account begins to leave."""
    day = story.start + rng.randint(20, 40)
    fades = story.end + 1 if story.fades is None else story.fades
    if story.start + 70 < story.end:
        write_objective(story, rng, story.start + 30, "met", story.start + 60, 134)
    while day < last_day(story) - 3:
        if day < fades:
            is_waning = story.company.roles.get("bn") == "price_only"
            value = 118 + min((story.end - day) / 40, 10.0) if is_waning else 134
            write_outcome(story, rng, day, value)
        else:
            write_outcome(story, rng, day, rng.uniform(104, 108), is_verified=False)
        write_survey(story, rng, day + 1, 9 if day < fades else 4)
        day += rng.randint(70, 85)


def _fading_proof(rng: Random, story: Story) -> None:
    """A result that was reached and slips in the last quarter, while the price went up."""
    day = story.start + rng.randint(20, 40)
    if story.start + 70 < story.end:
        write_objective(story, rng, story.start + 30, "met", story.start + 60, 134)
    while day < last_day(story) - 3:
        is_late = day >= story.end - 90
        write_outcome(story, rng, day, 121.0 if is_late else 134.0)
        write_survey(story, rng, day + 1, 6 if is_late else 9)
        day += rng.randint(40, 55)


def _assignment(world: World, rng: Random, story: Story) -> None:
    """Who looks after the account; large ones have a named person."""
    company = story.company
    company.csm_id = company.csm_id or rng.choice(world.csms)
    company.is_named_cs = company.segment != "smb"
    if company.is_named_cs or rng.random() < 0.3:
        middle = story.start + rng.randint(200, 500)
        ends = middle - 1 if middle < story.end else None
        world.out.add(
            "csm_assignments",
            crm_account_id=company.crm_id,
            csm_id=company.csm_id,
            valid_from=story.start,
            valid_to=ends,
        )
        if ends is not None:
            world.out.add(
                "csm_assignments",
                crm_account_id=company.crm_id,
                csm_id=rng.choice(world.csms),
                valid_from=ends + 1,
                valid_to=None,
            )


def _tickets(world: World, rng: Random, story: Story) -> None:
    """Questions about how and why, more of them from larger accounts; costly ones lately."""
    company = story.company
    rate = {"smb": 45, "mid": 24, "enterprise": 11}[company.segment]
    is_costly, is_even = company.roles.get("bn") == "margin_drop", is_even_to_serve(company)
    day = float(story.start + 3)
    gap = 3.0
    while day < last_day(story):
        at = us(int(day), rng.uniform(7, 17))
        recent = day > story.end - 365
        row = world.out.add(
            "tickets",
            ticket_id=world.out.new_id("tkt"),
            crm_account_id=company.crm_id if rng.random() < 0.8 else None,
            email_domain=company.domain,
            workspace_id=story.workspace.id if story.workspace and rng.random() < 0.6 else None,
            opened_at=at,
            solved_at=_solved(rng, at, story.end),
            category=rng.choice(("technical", "how_to", "how_to", "other", None)),
            severity=rng.choice(("low", "normal", "high")),
            handle_minutes=_minutes(rng, is_even),
        )
        serving.note(story, "support", row, day, gap * (3 if is_costly and recent else 1))
        wait = rng.expovariate(1 / (rate / (5 if is_costly and recent else 1)))
        gap = rate if is_even else wait
        day += gap


def is_even_to_serve(company: Company) -> bool:
    """Whether serving the account costs the same every month: its margin then tells nothing."""
    return company.roles.get("bn") == "none"


def _minutes(rng: Random, is_even: bool) -> int | None:
    """What a ticket took; a few were not timed."""
    if is_even:
        return 25
    return None if rng.random() < 0.05 else rng.choice((8, 15, 25, 40, 70))


def _solved(rng: Random, at: int, end: int) -> int | None:
    """When a ticket was closed; a few, and those of the last days, are open."""
    solved = at + rng.randrange(1, 90) * 3_600_000_000
    return solved if rng.random() < 0.97 and solved < us(end, 23) else None


def _activities(world: World, rng: Random, story: Story) -> None:
    """Onboarding, check-ins and reviews without any offer."""
    company = story.company
    pace = {"smb": 240, "mid": 110, "enterprise": 55}[company.segment]
    day = float(story.start + 5)
    kind, is_even = "onboarding", is_even_to_serve(company)
    while day < last_day(story):
        row = world.out.add(
            "cs_activities",
            activity_id=world.out.new_id("csa"),
            occurred_at=us(int(day), rng.uniform(9, 16)),
            crm_account_id=company.crm_id,
            kind=kind,
            minutes=30 if is_even else rng.choice((20, 30, 45, 60)),
            evidence_type=rng.choice(("activity", "activity", "none", None)),
            is_expansion_raised=False,
            actor_id=company.csm_id,
        )
        serving.note(story, "success", row, day, pace / 3)
        kind = rng.choice(("check_in", "check_in", "qbr", "training"))
        day += pace if is_even else rng.uniform(0.6, 1.4) * pace


def _visits(world: World, rng: Random, story: Story) -> None:
    """The small work of success between its reviews."""
    company = story.company
    pace = {"smb": 60, "mid": 30, "enterprise": 14}[company.segment]
    day = float(story.start + 7)
    while day < last_day(story):
        row = world.out.add(
            "cs_activities",
            activity_id=world.out.new_id("csa"),
            occurred_at=us(int(day), rng.uniform(9, 16)),
            crm_account_id=company.crm_id,
            kind="check_in",
            minutes=20,
            evidence_type=rng.choice(("activity", "none", None)),
            is_expansion_raised=False,
            actor_id=company.csm_id,
        )
        serving.note(story, "success", row, day, pace)
        day += rng.uniform(0.8, 1.2) * pace


def _health(world: World, rng: Random, story: Story) -> None:
    """A monthly colour; the scripts' risky weeks are amber or red."""
    company = story.company
    level = rng.uniform(68, 90)
    for month in months_between(story.start, last_day(story)):
        day = plus_months(month, 1) - 1
        if day > story.end or day < story.start:
            continue
        level = min(95, max(62, level + rng.uniform(-4, 4)))
        if story.fades is not None and day >= story.fades:
            is_red = day >= story.fades + 60
            _snapshot(world, company.crm_id, day, level / (3 if is_red else 1.5),
                      "red" if is_red else "amber")  # fmt: skip
            continue
        _snapshot(world, company.crm_id, day, level, "green" if level >= 60 else "amber")
    ends = {plus_months(m, 1) - 1 for m in months_between(story.start, story.end)}
    used: set[int] = set()
    for risky, day, colour, score in world.risk_days:
        if risky is company and story.start < day <= story.end and day not in ends | used:
            used.add(day)
            _snapshot(world, company.crm_id, day, score, colour)


def _snapshot(world: World, crm_id: str | None, day: int, score: float, colour: str) -> None:
    world.out.add(
        "health_snapshots",
        snapshot_on=day,
        crm_account_id=crm_id,
        score=round(score, 1),
        colour=colour,
    )


def _hours(world: World, rng: Random, story: Story) -> None:
    """Hours of service: onboarding at first, projects now and then; unbilled where propped up."""
    company = story.company
    size = {"smb": 2, "mid": 10, "enterprise": 35}[company.segment]
    for k, month in enumerate(months_between(story.start, last_day(story))):
        if k < 2:
            _hour(world, company.crm_id, month, "onboarding", size * rng.uniform(0.5, 1.5), 0.2)
        elif rng.random() < 0.06:
            kind = rng.choice(("professional_services", "custom"))
            _hour(world, company.crm_id, month, kind, size * rng.uniform(0.4, 1.2), 0.9)
        if company.roles.get("bn") == "margin_drop" and month > month_start(story.end - 330):
            unbilled = max(3.0, story.paid_monthly * 0.2 / 95)
            _hour(world, company.crm_id, month, "custom", unbilled, 0.0)


def _hour(
    world: World, crm_id: str | None, month: int, kind: str, hours: float, billed: float
) -> None:
    world.out.add(
        "service_hours",
        crm_account_id=crm_id,
        month=month,
        kind=kind,
        hours=round(hours, 1),
        billed_hours=round(hours * billed, 1),
    )


def leave_of_champion(story: Story, day: int) -> None:
    """The champion leaves the customer."""
    if story.company.contacts:
        for row in story.world.out.rows["contacts"]:
            if row["contact_id"] == story.company.contacts[0]:
                row["left_at"] = day * DAY_US
