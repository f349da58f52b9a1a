"""When the revenue motion was last redesigned: the versions of its rules, with their dates."""

from __future__ import annotations

from plr.demo import patterns
from plr.demo.billing import Book
from plr.demo.scale import months_between, plus_months
from plr.demo.truth import plan_rates
from plr.demo.world import World

BANDS = (1e6, 5e6, 1e7, 2e7, 4e7, 8e7, 1.5e8)
"""Annual revenue at which a company is at another stage."""
OUTGROWN = 2.6
"""Growth since the redesign of a company that drifted."""
MIXED = (
    ("segmentation_2022", "segmentation", 50, 0.1), ("segmentation_2024", "segmentation", 20, 0.5),
    ("pql_v1", "pql_definition", 30, 0.3), ("pricing_2025", "pricing", 16, 0.6),
    ("playbook_2023", "playbook", 34, 0.15), ("signals_v2", "signal_map", 26, 0.35),
    ("comp_2025", "comp_plan", 18, 0.55),
)  # fmt: skip
"""Version, kind, months before the end, and revenue then as a share of that at the end."""
KINDS = ("segmentation", "playbook", "pql_definition", "signal_map", "pricing", "comp_plan")
OLD, NEW = "segmentation_2022", "segmentation_2024"

Version = tuple[str, str, int, int]


def annual_revenue(world: World, book: Book, day: int) -> float:
    """Committed ARR at the end of a day, in the reporting currency."""
    rates = plan_rates(world)
    total = 0.0
    for sub in book.subs:
        state = sub.at(day)
        if state is not None and not (sub.ended_on is not None and sub.ended_on <= day):
            total += float(state.mrr * rates[sub.company.currency])
    return 12 * total


def plan(world: World, book: Book) -> int:
    """Day of the last redesign: from it on, accounts are assigned by the newer segmentation."""
    end = world.scale.end
    if patterns.is_mixed(world.scale):
        return plus_months(end + 1, -20)
    now = annual_revenue(world, book, end)
    if patterns.holds(world.scale, "architecture_drift"):
        past = [m for m in months_between(world.scale.start, end) if m > world.scale.start]
        fits = [m for m in past if 0 < OUTGROWN * annual_revenue(world, book, m) <= now]
        return fits[-1] if fits else past[0]
    for back in (150, 120, 90, 60, 45, 30, 21, 14, 7):
        then = annual_revenue(world, book, end - back)
        if not any(0.97 * then <= band <= 1.03 * now for band in BANDS):
            break
    return end - back


def versions(world: World, book: Book) -> list[Version]:
    """Every rule as it came to be: version, kind, first day and annual revenue of that day."""
    if patterns.is_mixed(world.scale):
        arr = world.scale.accounts * 62_000
        after = world.scale.end + 1
        return [(v, k, plus_months(after, -m), round(arr * share)) for v, k, m, share in MIXED]
    first, last = world.scale.start - 400, world.redesign
    found: list[Version] = []
    for kind in KINDS:
        is_motion = kind == "segmentation"
        old, new = (OLD, NEW) if is_motion else (f"{kind}_v1", f"{kind}_v2")
        found.append((old, kind, first, 300_000))
        found.append((new, kind, last, round(annual_revenue(world, book, last))))
    return found
