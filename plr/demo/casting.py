"""Who plays what: the population of paying accounts, their fates and the roles they end in."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from plr.demo import patterns
from plr.demo.scale import Scale, plus_months, stream
from plr.demo.world import Company, World

EO_STATES = ("orphan", "emerging", "fresh", "worked", "excluded", "none", "not_assessable")
HU_STATES = (
    "hollow_diverging", "hollow_unproven", "proven", "steady", "declining", "unmeasured",
)  # fmt: skip
LEAVING_SIZES = (40, 300, 25, 600, 70, 2000)
"""Employees of the accounts that leave, in turn, so that chance has little say in what is lost."""
STEADY_FATES = (("stay", 82), ("late", 6), ("ramp", 6), ("switch", 6))
"""Fates without a loss, where the losses are cast apart."""
BN_CASES = ("margin_drop", "price_only", "concession", "none")
FATES = (
    ("stay", 30), ("churn", 30), ("return", 14), ("late", 5), ("pause", 6), ("ramp", 5),
    ("past_due", 5), ("switch", 5),
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One paying account before its story: who, from when, to what end, and when it leaves."""

    company: Company
    start: int
    fate: str
    leaves: int | None = None


def planted(scale: Scale) -> int:
    """How many accounts are planted per state of a mode."""
    return max(1, round(14 * min(1.0, scale.accounts / 450)))


def wanted(scale: Scale, mode: str, state: str) -> int:
    """How many accounts are planted in a state of a mode."""
    return patterns.role_count(scale, mode, state, planted(scale))


def cast(world: World) -> list[Part]:
    """Create the paying companies with segments, starts, fates and roles."""
    scale = world.scale
    rng = stream(scale.seed, "casting")
    length = scale.end - scale.start
    parts: list[Part] = []
    for state in EO_STATES:
        for k in range(wanted(scale, "expansion_orphans", state)):
            days = 45 if state == "excluded" and k % 4 == 3 else rng.randint(300, 700)
            parts.append(_planted(world, rng, {"eo": state, "eo_number": str(k)}, days))
    for state in HU_STATES:
        for k in range(wanted(scale, "hollow_usage", state)):
            roles = {"hu": state, "hu_number": str(k)}
            parts.append(_planted(world, rng, roles, rng.randint(430, 800)))
    most = {case: wanted(scale, "borrowed_nrr", case) for case in BN_CASES}
    for k in range(max(most.values())):
        for case in (c for c in BN_CASES if k < most[c]):
            days = rng.randint(500, 715) if case == "price_only" else rng.randint(780, 1000)
            parts.append(_planted(world, rng, {"bn": case, "bn_number": str(k)}, days))
    if not patterns.is_mixed(scale):
        parts += _leaving(world, rng)
    others = round(scale.accounts * 1.16) - len(parts)
    for _ in range(max(others, scale.accounts // 4)):
        early = rng.random() < 0.24
        day = rng.random() * 0.07 if early else 0.05 + 0.95 * rng.random() ** 0.85
        start = scale.start + 2 + int((length - 6) * day)
        company = world.add_company(rng, "paying", employees(rng))
        fates = FATES if patterns.is_mixed(scale) else STEADY_FATES
        fate = rng.choices([f for f, _ in fates], [w for _, w in fates])[0]
        parts.append(Part(company, start, fate))
    for part in parts:
        assign_motion(rng, part.company, scale)
    return parts


def employees(rng: Random) -> int:
    """Head count of a company: half small, a third middling, the rest large."""
    roll = rng.random()
    if roll < 0.47:
        return rng.randint(8, 99)
    if roll < 0.83:
        return rng.randint(100, 999)
    return rng.randint(1000, 9000)


def _planted(world: World, rng: Random, roles: dict[str, str], days: int) -> Part:
    """An account with a role: old enough at the end for its state to be judged."""
    company = world.add_company(rng, "paying", employees(rng))
    company.roles.update(roles)
    days = min(days, world.scale.end - world.scale.start - 140)
    return Part(company, world.scale.end - days, "stay")


def _leaving(world: World, rng: Random) -> list[Part]:
    """Accounts that leave at an anniversary, spread evenly over the last year and the one before.

    Only where ``Scale.patterns`` is set: losses then come from nowhere else.
    """
    parts, number = [], 0
    end, first = world.scale.end, world.scale.start
    for year, count in enumerate(patterns.leavers(world.scale)):
        for k in range(count):
            leaves = end - 365 * year - 6 - 355 * k // count
            company = world.add_company(rng, "paying", LEAVING_SIZES[number % len(LEAVING_SIZES)])
            number += 1
            stays = 24 if number % 3 == 0 and plus_months(leaves, -24) > first else 12
            start = max(first + 2, plus_months(leaves, -stays))
            parts.append(Part(company, start, "stay", leaves))
    return parts


def assign_motion(rng: Random, company: Company, scale: Scale) -> None:
    """The size of the buying committee by segment; which motion serves the account, and whether
    that is one too many or one too few."""
    company.roles["committee"] = str(
        {"smb": rng.choice((1, 2, 2)), "mid": rng.choice((3, 4, 5)),
         "enterprise": rng.choice((5, 6, 7))}[company.segment]
    )  # fmt: skip
    if company.segment == "enterprise" and rng.random() < 0.4:
        company.roles["procurement"] = "yes"
    roll = rng.random()
    fits, over, under = patterns.motion_misfits(scale)
    company.roles["motion_fit"] = (
        "fits" if roll < fits else "over_served" if roll < over else "under_served"
    )
    if roll > under:
        company.roles["motion_fit"] = "not_assessable"
