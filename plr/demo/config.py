"""The config domain: what this company decided about itself, beside its data."""

from __future__ import annotations

from plr.demo import catalog, patterns, redesign
from plr.demo.billing import Book
from plr.demo.evidence import Desk
from plr.demo.scale import plus_months, stream
from plr.demo.tables import us
from plr.demo.world import World


def write_config(world: World, desk: Desk, book: Book) -> None:
    """Write all tables of the config domain."""
    out, end, start = world.out, world.scale.end, world.scale.start
    for name, feature, case, line, kind, value, core, gated, vanity, weight in catalog.EVENTS:
        out.add(
            "event_catalog", event_name=name, feature_key=feature, use_case_key=case,
            product_line=line, event_kind=kind, is_value_event=bool(value),
            is_core_feature=bool(core), is_premium_gated=bool(gated), is_vanity=bool(vanity),
            value_weight=weight,
        )  # fmt: skip
    for line, launched, team_only, plg in (
        ("studio", start - 900, False, start - 400),
        ("insights", start - 200, False, plus_months(end + 1, -30)),
        ("flows", start - 60, True, None),
    ):
        out.add(
            "product_lines", product_line=line, launched_on=launched, is_team_only=team_only,
            plg_launched_on=plg,
        )  # fmt: skip
    _signals(world)
    for signal, points in (
        ("accepted_invites_28d", 20), ("premium_or_core_depth", 20), ("limit_proximity", 25),
        ("engagement_top", 20), ("activated_in_window", 10), ("intent_view", 5),
    ):  # fmt: skip
        out.add("pql_points", signal=signal, points=points)
    out.add("parameters", parameter="reporting_currency", value="USD")
    out.add("parameters", parameter="fiscal_year_start_month", value="1")
    for attribute, operator, operand, points in (
        ("employee_count", "between", "100|999", 50), ("employee_count", "at_least", "1000", 40),
        ("employee_count", "between", "20|99", 30),
        ("industry", "in", "software|fintech|healthcare|ecommerce|media", 30),
        ("region", "in", "north_america|europe", 20),
    ):  # fmt: skip
        out.add("icp_rules", attribute=attribute, operator=operator, operand=operand, points=points)
    _matrix(world)
    for stage, share in (
        ("acquisition", "0.30"), ("conversion", "0.40"), ("expansion", "0.50"),
        ("retention", "0.30"),
    ):  # fmt: skip
        out.add("design_targets", stage=stage, target_share=share)
    out.add(
        "benchmarks", metric="nrr", band="20_to_50m", low="1.00", median="1.06", high="1.15",
        source="own board pack 2025",
    )  # fmt: skip
    for version, kind, day, arr in redesign.versions(world, book):
        out.add(
            "motion_policy_versions", rule_version=version, kind=kind, effective_on=day,
            company_arr=arr,
        )  # fmt: skip
    _experiments(world)
    for domain in (catalog.INTERNAL_DOMAIN, "contractors.example"):
        out.add("internal_domains", email_domain=domain)
    out.add(
        "exceptions", rule="not_its_own_parent", key="acc_000001", valid_until=end + 90,
        reason="Looked at by revenue operations: holding company, kept as it is.",
    )  # fmt: skip
    _answers(world)
    for policy, choice in (
        ("churn_booking", "effective"), ("past_due", "grace"), ("paused", "zero"),
        ("trial", "zero"), ("full_discount", "zero"), ("discounts", "net"),
        ("metered_usage", "trailing"), ("one_time_and_credits", "excluded"),
    ):  # fmt: skip
        out.add("policy_switches", policy=policy, choice=choice)
    for k, (mode, stage, note) in enumerate((
        ("expansion_orphans", "expansion", "Seat saturation opens a task for the owner."),
        ("conversion_black_holes", "conversion", "Checkout is offered when value is reached."),
        ("hollow_usage", "retention", "Value report goes to the buyer 120 days before renewal."),
    )):  # fmt: skip
        out.add(
            "interventions", intervention_id=f"int_{k + 1}", failure_mode=mode, stage=stage,
            started_on=plus_months(end + 1, -4 - 3 * k), note=note,
        )  # fmt: skip
    out.add(
        "action_outcomes", action_id="act_000001", decision="rejected",
        decided_at=us(end - 20, 9), outcome="Customer is being acquired.",
    )  # fmt: skip
    out.add(
        "initiation_reviews", revenue_event_id="rev_reviewed_by_hand", initiated_by="human",
        reviewed_on=end - 30,
    )  # fmt: skip


def _signals(world: World) -> None:
    live = plus_months(world.scale.end + 1, -26)
    for kind, stage, mode, what, play in (
        ("limit_reached", "expansion", "expansion_orphans", "limit", "expansion_offer"),
        ("seat_saturation", "expansion", "expansion_orphans", "readiness", "expansion_offer"),
        ("depth_on_tier", "expansion", "expansion_orphans", "readiness", "tier_offer"),
        ("adjacent_use_case", "expansion", "expansion_orphans", "readiness", None),
        ("new_team", "expansion", "expansion_orphans", "readiness", None),
        ("growing_dependency", "expansion", "expansion_orphans", "readiness", None),
        ("premium_gate_attempts", "expansion", "expansion_orphans", "readiness", "tier_offer"),
        ("value_reached", "conversion", "conversion_black_holes", "value_proof", "checkout_offer"),
        ("trial_ending", "conversion", "conversion_black_holes", "readiness", "checkout_offer"),
        ("pql", "conversion", "conversion_black_holes", "readiness", "sales_assist"),
        ("value_proof", "retention", "hollow_usage", "value_proof", "renewal_review"),
        ("risk_flag", "retention", "hollow_usage", "risk_flag", "save_play"),
        ("champion_gone", "retention", "hollow_usage", "risk_flag", None),
        ("invite_accepted", "acquisition", None, "other", "welcome"),
    ):
        is_live = patterns.is_play_live(world.scale, kind, mixed=play is not None)
        world.out.add(
            "signal_catalog", signal_type=kind, stage=stage, failure_mode=mode, kind=what,
            play_key=(play or f"{kind}_play") if is_live else None, is_live=is_live,
            live_from=live if is_live else None,
        )  # fmt: skip


def _matrix(world: World) -> None:
    for low, high, few, many, procurement, motion in (
        (None, 10000, None, 2, None, "self_serve"),
        (10000, 50000, 3, 5, None, "sales_assist"),
        (50000, None, 6, None, True, "enterprise"),
    ):
        world.out.add(
            "motion_matrix", min_acv=low, max_acv=high, min_committee=few, max_committee=many,
            requires_procurement=procurement, motion=motion,
        )  # fmt: skip


def _experiments(world: World) -> None:
    """Two randomised experiments on sign-ups, one roll-out that was not."""
    rng = stream(world.scale.seed, "experiments")
    end = world.scale.end
    for key, lever, first, last, is_random in (
        ("upgrade_prompt_2025", "prompt", end - 400, end - 250, True),
        ("welcome_mails_2025", "lifecycle_message", end - 240, end - 90, True),
        ("assist_rollout_2024", "sales_assist", end - 560, end - 420, False),
    ):
        world.out.add(
            "experiments", experiment_key=key, lever=lever, control_arm="control",
            starts_on=first, ends_on=last, is_randomised=is_random,
        )  # fmt: skip
        for company in world.companies:
            for workspace in company.workspaces:
                if first <= workspace.day <= last:
                    world.out.add(
                        "experiment_assignments", experiment_key=key, unit_type="workspace",
                        unit_id=workspace.id, arm=rng.choice(("control", "treated")),
                        assigned_at=workspace.created + 30_000_000,
                    )  # fmt: skip


def _answers(world: World) -> None:
    for respondent, scores in (
        ("ceo", (1, 1, 1, 1, 2, 1, 2)), ("cs_lead", (2, 2, 3, 1, 2, 2, 2)),
        ("sales_lead", (1, 2, 2, 2, 1, 2, 3)),
    ):  # fmt: skip
        for number, score in enumerate(scores, 1):
            world.out.add(
                "quick_test_answers", respondent=respondent, answered_on=world.scale.end - 14,
                question_number=number, score=score,
            )  # fmt: skip
