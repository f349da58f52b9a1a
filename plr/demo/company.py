"""Put the company together: cast, tell the stories, play the endings, export, then spoil."""

from __future__ import annotations

from pathlib import Path
from random import Random

from plr.demo import (
    billing,
    casting,
    catalog,
    config,
    crm,
    dirt,
    endings,
    finance,
    funnel,
    people,
    product,
    redesign,
    scripts,
    success,
    truth,
    unlogged,
)  # fmt: skip
from plr.demo.evidence import Desk, write_signal
from plr.demo.scale import MODES, Scale, stream
from plr.demo.tables import us, write_parquet
from plr.demo.world import Company, World


def simulate(scale: Scale, *, is_truth_only: bool = False) -> World:
    """Simulate the whole company; the same scale gives the same world, row for row.

    ``is_truth_only`` leaves out product events, meters and dirt, for whoever reads the truth alone.
    """
    world = World(scale)
    finance.write_fx(world)
    book, desk = billing.Book(world), Desk(world)
    parts = casting.cast(world)
    stories = []
    for number, part in enumerate(sorted(parts, key=lambda p: (p.start, p.company.index))):
        story = scripts.script_account(
            world, book, desk, part.company, part.start, part.fate, number, part.leaves
        )
        stories.append(story)
        if story.workspace is not None:
            world.hosts.append(story.workspace)
        relatives(world, book, desk, story, stream(scale.seed, "relatives", number))
    scripts.raise_list_prices(book, desk)
    endings.play(world, desk, stories)
    endings.decide_motions(world, book, stories)
    odd_identities(world, stories)
    sharing_a_domain(world)
    holes = {
        state: casting.wanted(scale, "conversion_black_holes", state) for state in funnel.HOLES
    }
    written = len(world.out.rows["workspaces"])
    world.redesign = redesign.plan(world, book)
    funnel.write_free(world, scale.workspaces - written, holes)
    crm.write_prospects(world, scale.accounts * 2 // 3)
    insiders(world)
    murmurs(world, stories)
    crm.write_customers(world, desk, stories)
    success.write_success(world, stories)
    crm.write_target_market(world)
    billing.write_invoices(book, stream(scale.seed, "invoices"))
    book.write_subscriptions()
    billing.write_snapshots(book)
    billing.write_price_book(book)
    revenue = finance.write_revenue(world)
    finance.write_costs(world, revenue, finance.write_people(world, revenue))
    config.write_config(world, desk, book)
    unlogged.forget(world)
    truth.write_ledger(world, book, desk)
    endings.judge_borrowing(world)
    endings.judge_passivity(world, book, stories)
    for mode in MODES if scale.patterns is not None else ():
        world.truth.add("patterns", failure_mode=mode, is_present=mode in scale.patterns)
    if is_truth_only:
        return world
    storage = product.write_entitlements(world, book)
    product.write_meters(world, book, storage)
    product.write_events(world)
    dirt.spoil(world)
    dirt.spoil_events(world)
    return world


def relatives(
    world: World, book: billing.Book, desk: Desk, story: scripts.Story, rng: Random
) -> None:
    """Further workspaces of the company, and for some a subsidiary with records of its own."""
    company = story.company
    if story.workspace is None or company.crm_id is None:
        return
    for _ in range(rng.choices((0, 1, 2, 3), (45, 33, 15, 7))[0]):
        day = story.start + rng.randint(1, 300)
        if day < world.scale.end:
            mail = "free" if rng.random() < 0.03 else "company"
            link = rng.choice(("crm", "customer")) if mail == "free" else None
            extra = world.add_workspace(
                rng, company, us(day, 10), "freemium", "invite", mail=mail, link=link
            )
            funnel.visit_a_little(world, rng, extra)
    if rng.random() < 0.07 and company.segment != "smb":
        child = world.add_company(rng, "subsidiary", rng.choice((60, 180, 400)), company)
        world.add_crm_account(rng, child, us(min(story.start + 20, world.scale.end), 10))
        day = story.start + rng.randint(40, 90)
        if day < world.scale.end:
            extra = world.add_workspace(rng, child, us(day, 10), "freemium", "invite")
            funnel.visit_a_little(world, rng, extra)
    if rng.random() < 0.05:
        world.add_customer(rng, company, us(min(story.start + 30, world.scale.end), 9))


def odd_identities(world: World, stories: list[scripts.Story]) -> None:
    """Agencies, resellers and records that nothing connects."""
    rng = stream(world.scale.seed, "odd")
    able = [s for s in stories if s.company.crm_id and s.workspace and s.start < s.end - 60]
    for story in rng.sample(able, max(1, len(able) // 60)):
        agency = world.add_company(rng, "free", 30)
        world.add_crm_account(rng, agency, us(story.start, 8))
        at = us(story.start + 30, 11)
        space = world.add_workspace(rng, agency, at, "freemium", "referral", link="none")
        row = world.out.rows["workspaces"][-1]
        row["crm_account_id"] = story.company.crm_id
        claim = world.truth.rows["identity"][-1]
        claim.update(
            company_id=story.company.id, root_company_id=story.company.root.id, basis="explicit",
            is_conflict=True,
        )  # fmt: skip
        funnel.visit_a_little(world, rng, space)
    for k, story in enumerate(rng.sample(able, max(1, len(able) // 50))):
        at = us(story.start + 45, 11)
        space = world.add_workspace(
            rng, story.company, at, "freemium", "partner", link="none", mail="free"
        )
        funnel.visit_a_little(world, rng, space)
        if k % 2:
            world.truth.rows["identity"][-1].update(basis="explicit", is_recoverable=True)
            for system, id_ in (("workspace", space.id), ("crm_account", story.company.crm_id)):
                world.out.add(
                    "account_links", source_system=system, source_id=id_,
                    account_key=f"link_{story.company.index}",
                )  # fmt: skip


def sharing_a_domain(world: World) -> None:
    """Two companies of a franchise under one domain: only an explicit id tells them apart."""
    rng = stream(world.scale.seed, "shared")
    at = world.scale.start + 40
    for _ in range(max(1, world.scale.accounts // 150)):
        first = world.add_company(rng, "free", 300)
        second = world.add_company(rng, "free", 200)
        second.domain = first.domain
        for company in (first, second):
            world.add_crm_account(rng, company, us(at, 9))
            row = world.out.rows["crm_accounts"][-1]
            row["domain"] = first.domain
            space = world.add_workspace(
                rng, company, us(at + 3, 9), "freemium", "organic", link="crm"
            )
            scripts.acquire(world, rng, space, "organic")
            funnel.visit_a_little(world, rng, space)
        lone = world.add_workspace(rng, second, us(at + 9, 9), "freemium", None, link="none")
        world.truth.rows["identity"][-1].update(basis="none", is_recoverable=False)
        funnel.visit_a_little(world, rng, lone)


def murmurs(world: World, stories: list[scripts.Story]) -> None:
    """What the product says to nobody: signals that are stored, outputs that are shared."""
    rng = stream(world.scale.seed, "murmurs")
    kinds = ("seat_saturation", "depth_on_tier", "value_proof", "new_team", "adjacent_use_case")
    for story in stories:
        if story.workspace is None:
            continue
        for _ in range(rng.randint(0, 3)):
            day = rng.randint(max(story.start, world.scale.start), world.scale.end)
            write_signal(
                world, us(day, 3), None, rng.choice(kinds), "none", False, story.workspace.id,
                story.company.crm_id if rng.random() < 0.5 else None, "studio", rng.random(),
            )  # fmt: skip
        for _ in range(rng.randint(0, 8)):
            day = rng.randint(max(story.start, world.scale.start), world.scale.end)
            scripts.write_exposure(world, rng, story.workspace, us(day, rng.uniform(8, 18)))


def insiders(world: World) -> None:
    """The company's own workspace, and robots in a few others."""
    rng = stream(world.scale.seed, "insiders")
    own = Company(
        len(world.companies), "co_internal", "Tessellate", catalog.INTERNAL_DOMAIN, "software",
        "north_america", 200, "USD", "internal",
    )  # fmt: skip
    world.companies.append(own)
    world.truth.add(
        "companies", company_id=own.id, root_company_id=own.id, name=own.name, kind=own.kind,
        domain=own.domain,
    )  # fmt: skip
    at = us(world.scale.start + 3, 9)
    space = world.add_workspace(rng, own, at, "freemium", None, link="none")
    for k in range(6):
        people.add_person(world, rng, space, at + k * 3_600_000_000, is_internal=True)
    # A robot takes a seat: it would fill up an account whose seats are counted.
    hosts = [host for host in world.hosts if "eo" not in host.company.roles]
    for host in rng.sample(hosts, min(4, len(hosts))):
        robot = people.add_person(world, rng, host, host.created + 86_400_000_000)
        world.bots.add(robot[0])


def write(out: str | Path, truth_folder: str | Path, scale: Scale | None = None) -> World:
    """Simulate a company and write its inputs and its planted truth, one Parquet file per table."""
    world = simulate(scale or Scale())
    for tables, folder in ((world.out, Path(out)), (world.truth, Path(truth_folder))):
        for name in tables.columns:
            write_parquet(tables.arrow(name), folder / f"{name}.parquet")
    return world
