"""Companies simulated with and without each failure mode: a second reading of the company rules.

The rules are read from the truth and the exports of the simulator, without any model, and must hold
or fail by a margin, so that what a build says of these companies can be called right or wrong.
"""

from __future__ import annotations

from collections import defaultdict
from statistics import linear_regression, mean

import pytest

from plr.demo import Scale, simulate
from plr.demo.scale import MODES, plus_months
from plr.demo.truth import plan_rates
from plr.demo.world import World
from plr.trials.modes import plan

DAY_US = 86_400_000_000
COGS = {
    "hosting": 1.0, "third_party": 1.0, "support": 1.0, "success": 0.5, "payments": 1.0,
    "professional_services": 1.0, "onboarding": 1.0,
}  # fmt: skip
"""Share of each cost line that serves customers, success at the specification's half."""


class Reading:
    """Figures of the company rules of one simulated company, as of its last day."""

    def __init__(self, world: World) -> None:
        """Read what pays when."""
        self.world, self.end = world, world.scale.end
        self.arr: dict[int, dict[str, float]] = defaultdict(dict)
        for row in world.truth.rows["closing_mrr"]:
            self.arr[row["month"]][row["company_id"]] = 12 * float(row["closing_mrr"])
        self.last = max(self.arr)
        self.rates = {c: float(r) for c, r in plan_rates(world).items()}

    def paid(self, back: int) -> dict[str, float]:
        """ARR by account some months ago."""
        return self.arr[plus_months(self.last, -back)]

    def planted(self, mode: str) -> list[dict]:
        """Accounts planted for a mode."""
        return [r for r in self.world.truth.rows["modes"] if r["failure_mode"] == mode]

    def arr_share(self, mode: str, *states: str, of: float | None = None) -> float:
        """ARR of accounts in some states, of all that is paid or of something else."""
        now = self.paid(0)
        mine = sum(now.get(r["company_id"], 0) for r in self.planted(mode) if r["state"] in states)
        return mine / (of or sum(now.values()))

    def orphan_share(self) -> float:
        """ARR of orphans per opening ARR."""
        opening = sum(self.paid(12).values())
        return self.arr_share("expansion_orphans", "orphan", of=opening)

    def hole_rate(self) -> float:
        """Holes among the planted accounts at value, of a year that has matured."""
        matured = [
            r["state"] for r in self.planted("conversion_black_holes")
            if r["onset_on"] and self.end - 455 <= r["onset_on"] <= self.end - 90
        ]  # fmt: skip
        holes = sum(s in ("black_hole", "black_hole_weak", "lost_in_hole") for s in matured)
        return holes / len(matured)

    def rescue_share(self) -> float:
        """Conversions at value that a person rescued."""
        converted = [
            r["state"] for r in self.planted("conversion_black_holes")
            if r["state"].startswith(("converted", "rescued"))
        ]  # fmt: skip
        return converted.count("rescued_by_human") / len(converted)

    def lost(self) -> dict[str, float]:
        """ARR of a year ago that is paid no more, by account."""
        now = self.paid(0)
        found = {a: v - now.get(a, 0) for a, v in self.paid(12).items()}
        return {account: lost for account, lost in found.items() if lost > 0}

    def surprise_share(self) -> float:
        """Lost ARR of accounts that were green ninety days before they left."""
        roots = {
            r["source_id"]: r["root_company_id"]
            for r in self.world.truth.rows["identity"] if r["source_system"] == "crm_account"
        }  # fmt: skip
        last_paid: dict[str, int] = {}
        for month, accounts in self.arr.items():
            for account in accounts:
                last_paid[account] = max(last_paid.get(account, 0), month)
        seen: dict[str, tuple[int, str]] = {}
        for row in self.world.out.rows["health_snapshots"]:
            account = roots[row["crm_account_id"]]
            left = plus_months(last_paid.get(account, 0), 1)
            before = row["snapshot_on"] <= left - 90
            if before and row["snapshot_on"] >= seen.get(account, (0, ""))[0]:
                seen[account] = row["snapshot_on"], row["colour"]
        gone = {a: v for a, v in self.lost().items() if a not in self.paid(0)}
        green = sum(v for a, v in gone.items() if seen.get(a, (0, ""))[1] == "green")
        return green / sum(gone.values())

    def nrr_slope(self) -> float:
        """Points of net retention per quarter over five quarter ends."""
        values = []
        for back in (12, 9, 6, 3, 0):
            opening, now = self.paid(back + 12), self.paid(back)
            kept = sum(now.get(account, 0) for account in opening)
            values.append(100 * kept / sum(opening.values()))
        return linear_regression(range(5), values).slope

    def revenue(self) -> dict[int, float]:
        """Recognised revenue by month, from the control totals."""
        found: dict[int, float] = defaultdict(float)
        for row in self.world.out.rows["revenue_months"]:
            if row.get("customer_id") is None:
                rate = self.rates[row["currency"]]
                found[row["month"]] += float(row["recurring_revenue"]) * rate
        return found

    def margin_change(self) -> float:
        """Points of gross margin of the last quarter over that of a year before."""
        revenue, cost = self.revenue(), defaultdict(float)
        for row in self.world.out.rows["gl_months"]:
            cost[row["month"]] += COGS.get(row["cost_line"], 0.0) * row["amount"]

        def margin(back: int) -> float:
            months = [plus_months(self.last, -back - k) for k in range(3)]
            return 1 - sum(cost[m] for m in months) / sum(revenue[m] for m in months)

        return 100 * (margin(0) - margin(12))

    def heads(self) -> tuple[float, float, float]:
        """Revenue growth of the year, heads per revenue growth, slope of revenue per head."""
        revenue, people = self.revenue(), defaultdict(float)
        for row in self.world.out.rows["headcount_months"]:
            people[row["month"]] += row["fte"] + row["contractor_fte"]

        def year(values: dict[int, float], back: int) -> float:
            return sum(values[plus_months(self.last, -back - k)] for k in range(12))

        growth = year(revenue, 0) / year(revenue, 12) - 1
        per_head = [12 * year(revenue, b) / year(people, b) for b in range(21, -1, -3)]
        slope = 4 * linear_regression(range(8), per_head).slope / mean(per_head)
        return growth, (year(people, 0) / year(people, 12) - 1) / growth, slope

    def product_share(self) -> float:
        """Events of the year that the product started, of those with a known start."""
        starts = [
            r["initiated_by"] for r in self.world.truth.rows["initiation"]
            if r["event_type"] != "account_created" and r["effective_on"] > self.end - 365
        ]  # fmt: skip
        known = [s for s in starts if s in ("product", "human", "customer")]
        return known.count("product") / len(known)

    def stage_ratio(self) -> float:
        """ARR now per ARR at the last redesign of the segmentation."""
        rules = [
            r for r in self.world.out.rows["motion_policy_versions"] if r["kind"] == "segmentation"
        ]  # fmt: skip
        last = max(rules, key=lambda r: r["effective_on"])
        return sum(self.paid(0).values()) / last["company_arr"]

    def signal_coverage(self) -> float:
        """Kinds of signals of the last ninety days that lead to a live play."""
        live = {r["signal_type"] for r in self.world.out.rows["signal_catalog"] if r["is_live"]}
        sent = {
            r["signal_type"] for r in self.world.out.rows["product_signals"]
            if r["signalled_at"] >= (self.end - 90) * DAY_US
        }  # fmt: skip
        return len(sent & live) / len(sent)


def clear_of_the_rule(reading: Reading, mode: str) -> tuple[bool, bool]:
    """Whether a mode's company rule holds by a margin, and whether it fails by a margin."""
    if mode == "expansion_orphans":
        share = reading.orphan_share()
        return share >= 0.065, share <= 0.01
    if mode == "conversion_black_holes":
        holes, rescued = reading.hole_rate(), reading.rescue_share()
        return holes >= 0.45, holes <= 0.15 and rescued <= 0.5
    if mode == "hollow_usage":
        hollow = reading.arr_share(mode, "hollow_diverging", "hollow_unproven")
        surprise = reading.surprise_share()
        return surprise >= 0.6 and hollow >= 0.15, surprise <= 0.1 and hollow <= 0.05
    if mode == "borrowed_nrr":
        slope, change = reading.nrr_slope(), reading.margin_change()
        return slope >= 0.5 and change <= -3.5, change >= -1.0
    if mode == "architecture_drift":
        ratio, coverage = reading.stage_ratio(), reading.signal_coverage()
        drifted = reading.arr_share(mode, "over_served", "under_served")
        return (
            ratio >= 2.4 and coverage <= 0.35 and drifted >= 0.3,
            ratio <= 1.6 and coverage >= 0.75 and drifted <= 0.12,
        )
    share, (growth, elasticity, slope) = reading.product_share(), reading.heads()
    return (
        share <= 0.13 and growth > 0.05 and elasticity >= 1.0 and slope < -0.02,
        share >= 0.35 and elasticity <= 0.6 and slope > 0.02,
    )


@pytest.fixture(scope="module")
def readings() -> list[tuple[frozenset[str], Reading]]:
    """The twelve companies of the trials, without their product events."""
    return [
        (company.patterns or frozenset(), Reading(simulate(company.scale, is_truth_only=True)))
        for company in plan.twelve()
    ]


@pytest.mark.parametrize("mode", MODES)
def test_company_clearly_has_what_was_asked_for_and_nothing_else(
    readings: list[tuple[frozenset[str], Reading]], mode: str
) -> None:
    """By the specification's company rule, with room on either side."""
    for number, (patterns, reading) in enumerate(readings, 1):
        holds, fails = clear_of_the_rule(reading, mode)
        assert (holds, fails) == (mode in patterns, mode not in patterns), f"company {number}"


def test_truth_says_which_modes_hold(readings: list[tuple[frozenset[str], Reading]]) -> None:
    """One row per mode; the mixture of the demo company says nothing about the whole."""
    for patterns, reading in readings:
        found = reading.world.truth.rows["patterns"]
        assert {r["failure_mode"]: r["is_present"] for r in found} == {
            mode: mode in patterns for mode in MODES
        }
    mixture = simulate(Scale(accounts=20, workspaces=60, months=8), is_truth_only=True)
    assert mixture.truth.rows["patterns"] == []


def test_a_mode_that_is_none_is_refused() -> None:
    """A misspelt wish must not simulate a healthy company."""
    with pytest.raises(ValueError, match="no failure mode"):
        Scale(patterns=frozenset({"hollow_use"}))
