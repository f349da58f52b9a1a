"""The last months of the accounts with a role, and the truth about the state they end in."""

from __future__ import annotations

from random import Random

from plr.demo import patterns, people
from plr.demo.billing import Book
from plr.demo.evidence import Desk
from plr.demo.scale import month_start, plus_months, stream
from plr.demo.scripts import Story, people_follow, write_concession
from plr.demo.success import leave_of_champion, write_objective, write_outcome, write_survey
from plr.demo.tables import us
from plr.demo.truth import mrr_days, plan_rates
from plr.demo.world import World

MOTIONS = ("self_serve", "sales_assist", "enterprise")
MISMATCH_DAYS, SPELL_GAP_DAYS, YOUNG_DAYS = 90, 7, 60


def play(world: World, desk: Desk, stories: list[Story]) -> None:
    """Play the endings of expansion, hollow usage and borrowed retention."""
    for number, story in enumerate(stories):
        rng = stream(world.scale.seed, "ending", number)
        roles = story.company.roles
        if "eo" in roles:
            _expansion(rng, story, roles["eo"], int(roles["eo_number"]))
        if "hu" in roles:
            _hollow(rng, story, roles["hu"], int(roles["hu_number"]))
        if "bn" in roles:
            _borrowed(rng, story, roles["bn"])


def keep(
    story: Story, mode: str, state: str, onset: int | None, case: str, *,
    near: bool = False, ambiguous: bool = False, line: str = "all",
) -> None:  # fmt: skip
    """Keep the truth about one account and mode at the end."""
    story.world.truth.add(
        "modes",
        failure_mode=mode,
        company_id=story.company.root.id,
        product_line=line,
        workspace_id=story.workspace.id if story.workspace else None,
        as_of_month=month_start(story.end),
        state=state,
        onset_on=onset,
        case_name=case,
        is_near_threshold=near,
        is_ambiguous=ambiguous,
    )
    story.world.truth.add("roles", company_id=story.company.root.id, role=mode, value=case)


# -------------------------------------------------------------------------------- expansion


def _expansion(rng: Random, story: Story, state: str, k: int) -> None:
    """Seats in use cross four fifths of those paid on a day; then somebody acts, or nobody."""
    end, near = story.end, k % 3 == 0
    if state == "not_assessable":
        keep(story, "expansion_orphans", state, None, "no_product_data", line="studio")
        return
    assert story.studio is not None and story.workspace is not None
    share = rng.uniform(0.81, 0.84) if near else rng.uniform(0.88, 0.98)
    ages = {
        "orphan": (105, 116) if near else (125, 200),
        "emerging": (80, 88) if near else (46, 76),
        "fresh": (24, 28) if near else (16, 22),
        "worked": (120, 200),
        "excluded": (110, 180),
        "none": (150, 200),
    }[state]
    if state == "none":
        share = rng.uniform(0.70, 0.76) if near else rng.uniform(0.45, 0.62)
    onset = end - rng.randint(*ages)
    start = story.start
    onset = max(onset, start + 5)
    seats = float(story.studio.now.quantity)
    wanted = min(int(seats), -int(-seats * share // 1)) if share > 0.8 else round(seats * share)
    first = onset if state != "none" else max(story.start + 20, end - 300)
    if state != "none":
        _grow_early(rng, story, onset - 190)
    people.shrink(story.workspace, first, wanted)
    people.grow(story.world, rng, story.workspace, first, wanted, spread=1)
    case = state
    if state == "worked":
        days = rng.randint(77, 88) if near else rng.randint(6, 70)
        _speak(rng, story, end - days)
    if state == "excluded":
        case = _exclude(rng, story, k)
    else:
        _may_be_spoken_to(story)
    is_odd = state in ("orphan", "emerging", "fresh") and seats < 5
    keep(
        story, "expansion_orphans", state, onset if state != "none" else None, case, near=near,
        ambiguous=is_odd, line="studio",
    )  # fmt: skip


def _grow_early(rng: Random, story: Story, day: int) -> None:
    """Come close to the limit long before it is crossed.

    Crossed from far below, use would leap within one quarter and leave value behind, which the
    specification calls hollow and not ready.
    """
    assert story.studio is not None and story.workspace is not None
    wanted = int(float(story.studio.now.quantity) * 0.74)
    people.grow(story.world, rng, story.workspace, max(day, story.start + 3), wanted)


def _speak(rng: Random, story: Story, day: int) -> None:
    """An expansion talk without an order."""
    story.world.out.add(
        "commercial_touches",
        touch_id=story.world.out.new_id("tch"),
        touched_at=us(day, rng.uniform(9, 16)),
        crm_account_id=story.company.crm_id,
        channel=rng.choice(("call", "email", "meeting")),
        direction="outbound",
        actor_id=story.company.owner_id,
        actor_function="sales",
        topic="expansion",
        minutes=20,
    )


def _may_be_spoken_to(story: Story, *, yes: bool = True) -> None:
    """Whether the CRM lets anybody contact the account."""
    for row in story.world.out.rows["crm_accounts"]:
        if row["crm_account_id"] == story.company.crm_id:
            row["do_not_contact"] = not yes


def _exclude(rng: Random, story: Story, k: int) -> str:
    """Why a ready account must be left alone."""
    if k % 4 == 3 and story.end - story.start < 60:
        return "too_young"
    if k % 4 == 2 and story.studio is not None:
        sub = story.studio
        notice = story.end - rng.randint(5, 40)
        last = sub.term[1] if sub.term else story.end + 40
        if last > story.end:
            story.book.cancel(sub, last, us(notice, 10), "budget", "sales_order")
            sub.status = "active"
            return "notice_given"
    _may_be_spoken_to(story, yes=False)
    return "do_not_contact"


# ---------------------------------------------------------------------------------- hollow usage


def _hollow(rng: Random, story: Story, state: str, k: int) -> None:
    """Usage and value part ways, or do not."""
    end, near = story.end, k % 3 == 0
    workspace = story.workspace
    assert workspace is not None
    workspace.phases = list(
        {
            "hollow_diverging": ((0, 0.75, 0.55), (end - 90, 1.15, 0.22)),
            "steady": tuple((day, 0.6, 0.5) for day in (0, end - 179, end - 89)),
            "declining": ((0, 0.75, 0.55), (end - 90, 0.42, 0.5)),
        }.get(state, ((0, 0.7, 0.42), (end - 180, 0.7, 0.42), (end - 90, 1.05, 0.8)))
    )
    if state == "steady":
        story.utilisation = 0.4  # else it might be among the heavy users, whose use counts as up
    people_follow(story, max(story.start, end - 230))
    if state == "unmeasured":
        for row in story.world.out.rows["contacts"]:
            if row["crm_account_id"] == story.company.crm_id:
                row["buying_role"] = None
        keep(story, "hollow_usage", state, None, state)
        return
    age = {
        "hollow_diverging": rng.randint(60, 150),
        "hollow_unproven": rng.randint(183, 206) if near else rng.randint(225, 330),
        "proven": rng.randint(155, 176) if near else rng.randint(20, 120),
        "steady": rng.randint(30, 120),
        "declining": rng.randint(30, 120),
    }[state]
    value = 134.0
    earlier = end - age - 95
    if earlier > story.start:
        write_outcome(story, rng, earlier, value)
    falls = state == "hollow_diverging"
    write_outcome(story, rng, end - age, 101.0 if falls else value + rng.uniform(0, 4))
    write_objective(
        story, rng, max(story.start, end - age - 100), "missed" if falls else "met", end - age,
        101.0 if falls else value, has_owner=not (falls and k % 2),
    )  # fmt: skip
    write_survey(story, rng, max(story.start + 1, end - 170), 9)
    write_survey(story, rng, end - 40, 4 if falls else 9)
    if falls:
        leave_of_champion(story, end - rng.randint(20, 100))
    is_fall = state in ("hollow_diverging",)
    keep(story, "hollow_usage", state, end - 90 if is_fall else None, state, near=near)


# --------------------------------------------------------------------------------- borrowed NRR


def _borrowed(rng: Random, story: Story, case: str) -> None:
    """Retention that was paid for with margin, price or gifts, or was not."""
    state = "none" if case == "none" else "borrowed"
    near = False
    if case == "price_only" and story.workspace is not None:
        story.workspace.phases = [(0, 1.0, 0.55), (story.end - 90, 0.95, 0.42)]
    if case == "concession" and story.studio is not None:
        near = int(story.company.roles["bn_number"]) % 2 == 0
        share = rng.uniform(0.051, 0.057) if near else rng.uniform(0.08, 0.2)
        sub = story.studio
        day = sub.term[0] if sub.term and sub.term[0] > story.start else None
        if day is None or day > story.end or day < story.end - 364:
            state, case = "none", "no_renewal"
        else:
            write_concession(story, day, share, is_renewal=True)
    keep(
        story, "borrowed_nrr", state, None, case, near=near
    )  # fmt: skip


# ---------------------------------------------------------------------------- motion and passivity


def indicated_motion(world: World, book: Book, story: Story) -> tuple[str, bool, bool, bool]:
    """The motion that annual value and committee ask for, whether a limit is near, whether they
    have asked for it long enough for a mismatch to count, and whether the account pays at all.

    Annual value is in the reporting currency and includes usage, as the ledger has it.
    """
    root = story.company.root.id
    days = mrr_days(book, root, plan_rates(world)[story.company.root.currency], world.scale.end)
    settled = world.scale.end - MISMATCH_DAYS - SPELL_GAP_DAYS
    values = [float(12 * mrr) for day, mrr in days if day <= settled][-1:]
    values += [float(12 * mrr) for day, mrr in days if day > settled]
    committee = int(story.company.roles["committee"])
    by_people = 0 if committee <= 2 else 1 if committee <= 5 else 2
    floor = max(by_people, 2 if "procurement" in story.company.roles else 0)
    ranks = [max(floor, 0 if arr < 10_000 else 1 if arr < 50_000 else 2) for arr in values]
    near = any(abs(values[-1] / limit - 1) < 0.15 for limit in (10_000, 50_000))
    return MOTIONS[ranks[-1]], near, len(set(ranks)) == 1, values[-1] > 0


def decide_motions(world: World, book: Book, stories: list[Story]) -> None:
    """Assign motions that fit or do not, and keep the truth."""
    for story in stories:
        if story.studio is None or story.studio.ended_on is not None:
            story.company.roles["motion_assigned"] = "sales_assist"
            continue
        indicated, near, is_settled, is_paying = indicated_motion(world, book, story)
        rank = MOTIONS.index(indicated)
        fit = story.company.roles["motion_fit"]
        if not is_settled and fit != "not_assessable":
            fit = "fits"
        if fit == "over_served" and rank == 2 or fit == "under_served" and rank == 0:
            is_drifting = patterns.holds(world.scale, "architecture_drift")
            opposite = "under_served" if rank else "over_served"
            fit = opposite if is_drifting else "fits"
        step = {"over_served": 1, "under_served": -1}.get(fit, 0)
        if fit == "not_assessable":
            story.company.roles.pop("motion_assigned", None)
        else:
            story.company.roles["motion_assigned"] = MOTIONS[rank + step]
        if not is_paying or story.end - story.start < 100 and step:
            continue
        keep(
            story, "architecture_drift", fit, None, f"{indicated}_indicated", near=near,
            ambiguous=fit == "not_assessable",
        )  # fmt: skip


def judge_borrowing(world: World) -> None:
    """Nothing was borrowed where the account pays less than a year before."""
    paid = {
        (r["company_id"], r["month"]): r["closing_mrr"] for r in world.truth.rows["closing_mrr"]
    }
    for row in world.truth.rows["modes"]:
        if row["failure_mode"] != "borrowed_nrr" or row["state"] != "borrowed":
            continue
        before = paid.get((row["company_id"], plus_months(row["as_of_month"], -12)), 0)
        if paid.get((row["company_id"], row["as_of_month"]), 0) < before:
            row.update(state="none", case_name="arr_fell")


def judge_passivity(world: World, book: Book, stories: list[Story]) -> None:
    """Accounts whose orders people started although the product had spoken first.

    Where an order was corrected on its day, nobody can say which of the two made the event; too
    young accounts are not judged.
    """
    root_of = {sub.id: root for root, subs in book.by_root.items() for sub in subs}
    corrected = {
        (root_of[row["subscription_id"]], row["effective_on"])
        for row in world.out.rows["subscription_changes"]
        if row["reason_code"] == "correction" and row["subscription_id"] in root_of
    }
    events: dict[str, list[dict]] = {}
    for row in world.truth.rows["initiation"]:
        recent = row["effective_on"] > world.scale.end - 365
        if recent and row["event_type"] != "account_created":
            events.setdefault(row["company_id"], []).append(row)
    for story in stories:
        if story.end - story.start < 80:
            keep(story, "borrowed_nrr", "not_assessable", None, "too_young")
        found = events.get(story.company.root.id)
        if story.workspace is None:
            keep(story, "product_passive_growth", "not_assessable", None, "no_product_data")
            continue
        if not found:
            continue
        state = passivity(found)
        keep(
            story, "product_passive_growth", state, None, "orders_of_the_year",
            near=any(r["is_near_threshold"] for r in found),
            ambiguous=world.scale.end - story.workspace.day < YOUNG_DAYS
            or any((r["company_id"], r["effective_on"]) in corrected for r in found),
        )  # fmt: skip


def passivity(events: list[dict]) -> str:
    """Whether people started what the product could have, and it started nothing itself."""
    by_product = any(r["initiated_by"] == "product" for r in events)
    spoke = any("informed" in r["initiation"] or "stale" in r["case_name"] for r in events)
    return "passive_account" if spoke and not by_product else "none"
