"""Ledger, revenue, people and rates: what finance and HR export, consistent with the invoices.

Revenue is the invoices in equal monthly parts. Costs follow revenue and heads: gross
margin stands near 76 %, and slips by some points over the last five quarters (people and third
parties grow faster than revenue) while retention holds.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from plr.demo import patterns, serving
from plr.demo.scale import month_end, month_start, months_between, plus_months, stream, to_date
from plr.demo.truth import plan_rates
from plr.demo.world import World

RATES = {"EUR": 1.085, "GBP": 1.26}


def write_fx(world: World) -> None:
    """Month-end rates that wander, from half a year before the window."""
    rng = stream(world.scale.seed, "fx")
    for currency, level in RATES.items():
        rate = level
        for month in months_between(world.scale.start - 190, world.scale.end):
            rate = level + 0.8 * (rate - level) + rng.uniform(-0.018, 0.018)
            world.out.add(
                "fx_rates",
                rate_date=month_end(month),
                currency=currency,
                rate=Decimal(str(round(rate, 4))),
            )


def monthly_parts(first: int, stop: int) -> list[int]:
    """Months in which a period is recognised, in equal parts: from that of its first day on."""
    start, end = to_date(first), to_date(stop)
    whole = 12 * (end.year - start.year) + end.month - start.month
    count = max(1, whole + (start.day < end.day))
    return [plus_months(month_start(first), k) for k in range(count)]


def monthly_revenue(world: World) -> dict[tuple[int, str, str, str], list[float]]:
    """Spread invoice lines: (month, customer, line, currency) to [recurring, other]."""
    found: dict[tuple[int, str, str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row in world.out.rows["invoice_lines"]:
        if row["line_type"] in ("tax", "credit"):
            continue
        other = row["line_type"] == "one_time"
        parts = monthly_parts(row["period_starts_on"], row["period_ends_on"])
        for month in parts:
            if month <= world.scale.end:
                key = (month, row["customer_id"], row["product_line"], row["currency"])
                found[key][other] += float(row["amount"]) / len(parts)
    return found


def write_revenue(world: World) -> dict[int, float]:
    """Write recognised revenue per customer and the control totals per currency.

    Gives the recurring total by month in the reporting currency.
    """
    rng = stream(world.scale.seed, "revenue")
    rates = {c: float(r) for c, r in plan_rates(world).items()}
    totals: dict[tuple[int, str], float] = defaultdict(float)
    for (month, customer, line, currency), (recurring, other) in sorted(
        monthly_revenue(world).items()
    ):
        world.out.add(
            "revenue_months",
            month=month,
            customer_id=customer,
            product_line=line,
            recurring_revenue=round(recurring, 2),
            other_revenue=round(other, 2) if other else None,
            currency=currency,
        )
        totals[month, currency] += recurring
    by_month: dict[int, float] = defaultdict(float)
    for (month, currency), total in sorted(totals.items()):
        by_month[month] += total * rates[currency]
        world.out.add(
            "revenue_months",
            month=month,
            recurring_revenue=round(total * (1 + rng.uniform(-0.002, 0.006)), 2),
            currency=currency,
        )
    return by_month


FUNCTIONS = {
    "sales": (0.20, 13500, "account_executives"), "success": (0.09, 10500, "customer_success"),
    "support": (0.08, 8200, "support"), "services": (0.03, 10000, None),
    "onboarding": (0.02, 9000, None), "growth": (0.02, 12000, None),
    "marketing": (0.08, 11000, None), "product": (0.07, 14000, None),
    "engineering": (0.30, 14500, "platform"), "operations": (0.05, 9500, None),
    "general_admin": (0.06, 11500, None),
}  # fmt: skip
"""Share of heads, loaded monthly cost and team by function."""


def write_people(world: World, revenue: dict[int, float]) -> dict[int, dict[str, float]]:
    """Heads grow about as fast as revenue, faster of late; give the cost by month and function."""
    last = max(revenue.values(), default=1.0)
    months = months_between(world.scale.start, world.scale.end)
    size = world.scale.accounts * 200 / 450
    cost: dict[int, dict[str, float]] = {}
    highest = 0.0
    is_crowding = not patterns.lacks(world.scale, "product_passive_growth")
    for k, month in enumerate(months):
        highest = max(highest, revenue.get(month, 0.0))
        level = (highest / last) ** patterns.heads_exponent(world.scale)
        late = is_crowding * max(0, k - (len(months) - 15)) / 15
        total = size * max(patterns.least_heads(world.scale), level) * (0.93 + 0.07 * late)
        cost[month] = {}
        for function, (share, wage, team) in FUNCTIONS.items():
            extra = 1 + 0.25 * late if function in ("support", "success", "services") else 1.0
            heads = round(total * share * extra, 1)
            raised = wage * 1.04 ** (k / 12 - 2)
            cost[month][function] = heads * raised
            world.out.add(
                "headcount_months",
                month=month,
                function=function,
                team=team,
                fte=heads,
                contractor_fte=round(heads * 0.06, 1),
                loaded_cost=round(heads * raised, 2),
            )
    return cost


def write_costs(world: World, revenue: dict[int, float], cost: dict[int, dict[str, float]]) -> None:
    """The ledger by cost line, hosting by workspace, marketing by channel, and hourly rates."""
    rng = stream(world.scale.seed, "costs")
    months = sorted(cost)
    for k, month in enumerate(months):
        income, heads = revenue.get(month, 0.0), cost[month]
        late = patterns.margin_slip(world.scale) * max(0, k - (len(months) - 15)) / 15
        wobble = 1 + rng.uniform(-0.01, 0.01)
        served = {
            "hosting": income * (0.080 + 0.010 * late) * wobble,
            "third_party": income * (0.028 + 0.011 * late) * wobble,
            "support": income * (0.056 + 0.010 * late) * wobble,
            "success": income * (0.070 + 0.010 * late) * wobble,
            "professional_services": income * (0.016 + 0.004 * late) * wobble,
            "payments": income * 0.013 * wobble,
            "onboarding": income * 0.010 * wobble,
            "growth": heads["growth"] * 1.1,
            "sales": heads["sales"] * 1.15,
            "marketing": heads["marketing"] * 1.5,
            "research_development": heads["engineering"] + heads["product"],
            "general_admin": heads["general_admin"] + heads["operations"],
        }
        for line, amount in served.items():
            world.out.add(
                "gl_months", month=month, cost_line=line, amount=round(amount, 2), currency="USD"
            )
        serving.fit(world, month, served)
        _infrastructure(world, rng, month, served["hosting"])
        _spend(world, rng, month, served["marketing"])
    for year in sorted({to_date(m).year for m in months}):
        for role in serving.HOURLY:
            first = max(world.scale.start, month_start(_first_of(year)))
            world.out.add(
                "cost_rates",
                role=role,
                loaded_hourly_rate=serving.hourly_rate(role, year),
                valid_from=first,
            )


def _first_of(year: int) -> int:
    from datetime import date

    from plr.demo.scale import to_day

    return to_day(date(year, 1, 1))


def _infrastructure(world: World, rng: object, month: int, hosting: float) -> None:
    """Hosting by workspace: seven tenths are tagged, by people; the rest is not."""
    weights = {}
    for workspace in world.hosts:
        if workspace.created // 86_400_000_000 > month_end(month):
            continue
        present = sum(
            1 for p in workspace.people if p[1] <= month_end(month) and (p[2] or 10**9) > month
        )
        if present:
            weights[workspace.id] = present
    total = sum(weights.values())
    tagged = 0.0
    for id_, weight in weights.items():
        amount = round(hosting * 0.7 * weight / total, 2)
        tagged += amount
        world.out.add("infra_costs", month=month, workspace_id=id_, amount=amount)
    world.out.add("infra_costs", month=month, amount=round(hosting - tagged, 2))


def _spend(world: World, rng: object, month: int, marketing: float) -> None:
    for channel, share, branded in (
        ("paid_search", 0.18, False), ("brand_search", 0.06, True), ("events", 0.14, False),
        ("content", 0.10, False), ("social", 0.08, False), ("retargeting", 0.04, True),
    ):  # fmt: skip
        world.out.add(
            "marketing_spend",
            month=month,
            channel=channel,
            amount=round(marketing * share, 2),
            is_branded=branded,
        )
