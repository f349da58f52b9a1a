"""Workspaces that never paid: tyre-kickers, hobbyists, pilots and the conversion black holes."""

from __future__ import annotations

from random import Random

from plr.demo import people
from plr.demo.evidence import write_opportunity, write_signal
from plr.demo.scale import month_start, stream
from plr.demo.scripts import SOURCES, acquire, add_contacts
from plr.demo.tables import DAY_US, us
from plr.demo.world import Company, Workspace, World

GRACE = {"freemium": 14, "free_trial": 14, "pilot": 30}
"""Days within which a value-reached workspace is left in peace, by how it came."""

HOLES = (
    "fresh", "black_hole", "black_hole_weak", "lost_in_hole", "prompted_no_convert", "dormant",
    "none", "not_assessable",
)  # fmt: skip


def write_free(world: World, count: int, holes: dict[str, int]) -> None:
    """Write at least ``count`` free workspaces; ``holes`` says how many of each planted state."""
    rng = stream(world.scale.seed, "free")
    start, end = world.scale.start, world.scale.end
    number = 0
    for state, wanted in holes.items():
        for k in range(wanted):
            number += 1
            plant_hole(world, stream(world.scale.seed, f"hole/{state}", k), state, k)
    while number < count:
        day = start + int((end - start) * rng.random() ** 0.7)
        number += ordinary(world, rng, min(day, end - 2))


def ordinary(world: World, rng: Random, day: int) -> int:
    """One free company with one to three workspaces that never reach value."""
    roll = rng.random()
    at = us(day, rng.uniform(6, 20))
    if roll < 0.22:
        company = world.add_company(rng, "hobby", rng.randint(1, 5))
        mail = rng.choices(("free", "disposable", "none"), (80, 12, 8))[0]
        how = "organic" if rng.random() < 0.6 else "paid"
        is_stated = rng.random() < 0.85
        workspace = world.add_workspace(
            rng, company, at, rng.choice(("freemium", "free_trial", "open_source")),
            SOURCES[how] if is_stated else None, link="none", mail=mail,
        )  # fmt: skip
        acquire(world, rng, workspace, how)
        # Nothing else in the exports says where a person with a private address came from.
        world.acquisitions[-1]["is_ambiguous"] = not is_stated
        visit_a_little(world, rng, workspace)
        return 1
    company = world.add_company(rng, "free", rng.choice((12, 40, 80, 160, 450, 1200)))
    if rng.random() < 0.8:
        seen = at + rng.randrange(0, 40) * DAY_US
        world.add_crm_account(rng, company, min(seen, us(world.scale.end, 20)))
    copies = rng.choices((1, 2, 3), (82, 14, 4))[0]
    born = at
    for _ in range(copies):
        if born > us(world.scale.end, 12):
            break
        how = rng.choices(
            ("organic", "invite", "exposure", "paid", "campaign", "referral", "form",
             "outbound", "near_outbound", "partner"),
            (38, 10, 8, 14, 8, 6, 5, 4, 3, 4),
        )[0]  # fmt: skip
        if how in ("outbound", "near_outbound") and company.crm_id is None:
            how = "organic"
        model = rng.choices(
            ("freemium", "free_trial", "reverse_trial", "open_source"), (55, 30, 8, 7)
        )
        trial = 14 if model[0] in ("free_trial", "reverse_trial") else None
        workspace = world.add_workspace(
            rng, company, born, model[0],
            SOURCES.get(how, "sales"), trial_days=trial,
            link=None if company.crm_id and rng.random() < 0.3 else "none",
        )  # fmt: skip
        born += rng.randrange(1, 90) * DAY_US
        acquire(world, rng, workspace, how)
        visit_a_little(world, rng, workspace)
    return copies


def visit_a_little(world: World, rng: Random, workspace: Workspace) -> None:
    """Sign-up and a few days: most never act, some activate, none reaches value."""
    person = people.add_person(world, rng, workspace, workspace.created)
    person[2] = person[1]
    add = world.fixed_events.append
    at = workspace.created + 90_000_000
    end = us(world.scale.end, 23)
    add((workspace.id, person[0], at, "session_started"))
    roll = rng.random()
    if roll < 0.35:
        return
    add((workspace.id, person[0], at + 200_000_000, "workspace_configured"))
    if roll < 0.6:
        add((workspace.id, person[0], at + 500_000_000, "plan_edited"))
        return
    first = at + int(rng.lognormvariate(0.5, 1.6) * 3_600_000_000)
    for k in range(rng.choice((1, 1, 2))):
        later = first + k * 86_400_000_000
        if later < end:
            add((workspace.id, person[0], later, rng.choice(("plan_published", "review_approved"))))
            add((workspace.id, person[0], later - 600_000_000, "plan_edited"))
    if roll > 0.85:
        people.grow(world, rng, workspace, workspace.day + rng.randint(1, 8), rng.randint(2, 3))
        for mate in workspace.people[1:]:
            add((workspace.id, mate[0], us(mate[1], 20), "session_started"))
            mate[2] = mate[1]
    if rng.random() < 0.06:
        prompt(world, rng, workspace, at + 3 * DAY_US, "shown")


def prompt(world: World, rng: Random, workspace: Workspace, at: int, *actions: str) -> None:
    """A prompt outside any order."""
    if at > us(world.scale.end, 22):
        return
    id_ = world.out.new_id("prm")
    kind = rng.choice(("upgrade_cta", "trial_end", "paywall", "limit_warning"))
    for step, action in enumerate(actions):
        world.out.add(
            "in_product_prompts",
            prompt_id=id_,
            action=action,
            acted_at=at + step * 30_000_000,
            workspace_id=workspace.id,
            user_id=people_first(workspace),
            prompt_type=kind,
            product_line="studio",
        )


def people_first(workspace: Workspace) -> str | None:
    """The creator of a workspace."""
    return workspace.people[0][0] if workspace.people else None


def plant_hole(world: World, rng: Random, state: str, number: int) -> None:
    """A workspace that reached value, and what became of it by the end."""
    end = world.scale.end
    model = ("freemium", "free_trial", "pilot")[number % 3]
    grace = GRACE[model]
    near = number % 3 == 0
    ages = {
        "fresh": (grace - 2, grace - 1) if near else (3, grace - 4),
        "black_hole": (grace + 1, grace + 2) if near else (grace + 8, 250),
        "black_hole_weak": (grace + 1, grace + 2) if near else (grace + 8, 200),
        "lost_in_hole": (60, 320),
        "prompted_no_convert": (grace + 10, 250),
        "dormant": (369, 419) if near else (430, 640),
        "none": (60, 300),
        "not_assessable": (60, 300),
    }[state]
    age = rng.randint(*ages)
    if state == "lost_in_hole" and near:
        age = rng.randint(320, 362)
    reached = end - age
    first = reached - rng.randint(3, 6)
    signup = us(first - rng.randint(0, 3), rng.uniform(7, 12))
    if signup // DAY_US < world.scale.start + 5:
        return
    company = world.add_company(rng, "free", rng.choice((120, 240, 480, 900, 1500)))
    company.industry, company.region = "software", "north_america"
    world.add_crm_account(rng, company, signup - 9 * DAY_US)
    add_contacts(world, rng, company, signup - 3 * DAY_US)
    workspace = world.add_workspace(
        rng, company, signup, model, "sales" if model == "pilot" else "organic",
        trial_days=14 if model == "free_trial" else None,
    )  # fmt: skip
    acquire(world, rng, workspace, "outbound" if model == "pilot" else "organic")
    if model == "pilot":
        _spoke_long_before(world, us(reached - 9, 10))
    people.add_person(world, rng, workspace, signup)
    people.grow(world, rng, workspace, workspace.day + 1, rng.randint(2, 5), spread=3)
    if state != "not_assessable":
        act_value(world, rng, workspace, state, first, reached)
    after_value(world, rng, company, workspace, state, reached)
    for person in workspace.people:
        person[2] = person[1]
    world.truth.add(
        "modes",
        failure_mode="conversion_black_holes",
        company_id=company.id,
        product_line="studio",
        workspace_id=workspace.id,
        as_of_month=month_start(end),
        state=state,
        onset_on=reached if state not in ("none", "not_assessable") else None,
        case_name=model,
        is_near_threshold=near and state not in ("none", "not_assessable"),
        is_ambiguous=state == "not_assessable",
    )


def _spoke_long_before(world: World, at: int) -> None:
    """Move the talk behind a pilot out of the week before value, in which it would be a motion."""
    touch, start = world.out.rows["commercial_touches"][-1], world.acquisitions[-1]
    touch["touched_at"] = start["triggered_at"] = min(touch["touched_at"], at)


def act_value(
    world: World, rng: Random, workspace: Workspace, state: str, first: int, reached: int
) -> None:
    """Value events: the third distinct day within a fortnight is the day value was reached."""
    end = world.scale.end
    days = [first, first + 1, reached] if state != "none" else [first, first + 1]
    last_active = {
        "lost_in_hole": min(reached + rng.randint(2, 20), end - 33),
        "none": first + 1,
        "dormant": end - rng.randint(2, 60),
    }.get(state, end - rng.randint(0, 6))
    day = reached + 6
    while state != "none" and day <= last_active:
        days.append(day)
        day += rng.randint(5, 9)
    if state not in ("none", "lost_in_hole") and last_active > reached:
        days.append(last_active)
    crew = [p[0] for p in workspace.people]
    begins = {p[0]: p[1] for p in workspace.people}
    for day in days:
        ready = [p for p in crew if begins[p] <= day] or crew[:1]
        person = rng.choice(ready) if day > begins[ready[0]] + 4 else ready[0]
        at = us(day, rng.uniform(13, 19))
        event = rng.choice(("plan_published", "review_approved"))
        world.fixed_events.append((workspace.id, person, at, event))
        world.fixed_events.append((workspace.id, person, at - 900_000_000, "plan_edited"))


def after_value(
    world: World, rng: Random, company: Company, workspace: Workspace, state: str, reached: int
) -> None:
    """What anybody did about it."""
    end = world.scale.end
    later = us(min(reached + rng.randint(2, 9), end - 1), 15)
    if state == "black_hole_weak":
        prompt(world, rng, workspace, later, "shown")
    elif state == "prompted_no_convert" and rng.random() < 0.5:
        prompt(world, rng, workspace, later, "shown", "clicked")
    elif state == "prompted_no_convert":
        write_opportunity(
            world, rng, company, "new", later, "studio", 12000,
            closed_at=later + 30 * DAY_US, is_won=False,
        )  # fmt: skip
    elif state in ("black_hole", "lost_in_hole") and rng.random() < 0.3:
        write_signal(
            world, later, None, "value_reached", "none", False, workspace.id, company.crm_id,
            "studio", 0.8,
        )  # fmt: skip
