"""The columns and types of every table that the company exports, as the input contract has them."""

from __future__ import annotations

COLUMNS: dict[str, str] = {
    # product
    "workspaces": (
        "workspace_id:s workspace_name:s email_domain:s created_at:t entry_model:s "
        "trial_started_at:t trial_ends_at:t signup_source:s deleted_at:t crm_account_id:s "
        "customer_id:s"
    ),
    "product_users": (
        "user_id:s workspace_id:s email:s created_at:t department:s role:s "
        "invited_by_user_id:s is_internal:b deactivated_at:t"
    ),
    "product_events": (
        "event_id:s occurred_at:t received_at:t user_id:s anonymous_id:s workspace_id:s "
        "session_id:s event_name:s product_line:s quantity:n is_bot:b"
    ),
    "entitlements": (
        "workspace_id:s product_line:s plan:s limit_key:s limit_value:n is_hard_limit:b "
        "valid_from:d valid_to:d"
    ),
    "usage_meters": "workspace_id:s limit_key:s usage_date:d quantity:n product_line:s",
    "in_product_prompts": (
        "prompt_id:s action:s acted_at:t workspace_id:s user_id:s prompt_type:s "
        "product_line:s signal_id:s"
    ),
    "invites": (
        "invite_id:s inviter_user_id:s workspace_id:s sent_at:t accepted_at:t "
        "accepted_user_id:s is_external:b"
    ),
    "external_exposures": ("exposure_id:s exposed_at:t workspace_id:s kind:s resulting_user_id:s"),
    "experiment_assignments": "experiment_key:s unit_type:s unit_id:s arm:s assigned_at:t",
    "outcome_readings": (
        "outcome_id:s crm_account_id:s workspace_id:s outcome_key:s measured_on:d value:n "
        "baseline:n target:n source:s is_verified:b verified_by:s verified_on:d "
        "is_higher_better:b"
    ),
    "product_signals": (
        "signal_id:s signalled_at:t delivered_at:t workspace_id:s crm_account_id:s "
        "product_line:s signal_type:s score:f delivered_to:s auto_opened_motion:b"
    ),
    # billing
    "billing_customers": (
        "customer_id:s customer_name:s email:s email_domain:s created_at:t currency:s "
        "workspace_id:s crm_account_id:s"
    ),
    "subscriptions": (
        "subscription_id:s customer_id:s product_line:s plan:s status:s started_on:d "
        "term_starts_on:d term_ends_on:d auto_renews:b cancelled_on:d ended_on:d currency:s "
        "replaces_subscription_id:s"
    ),
    "subscription_changes": (
        "change_id:s order_id:s subscription_id:s change_type:s ordered_at:t effective_on:d "
        "plan_before:s plan_after:s quantity_before:n quantity_after:n unit_price_before:n "
        "unit_price_after:n billing_interval:s billing_interval_count:i list_price:n "
        "discount_pct:n mrr_before:n mrr_after:n order_channel:s agreed_in_order_id:s "
        "term_starts_on:d term_ends_on:d reason_code:s"
    ),
    "subscription_snapshots": (
        "subscription_id:s snapshot_on:d plan:s quantity:n unit_price:n billing_interval:s "
        "billing_interval_count:i status:s"
    ),
    "invoice_lines": (
        "invoice_line_id:s invoice_id:s customer_id:s subscription_id:s product_line:s "
        "line_type:s amount:n currency:s period_starts_on:d period_ends_on:d invoiced_at:t"
    ),
    "payments": "invoice_id:s customer_id:s status:s due_on:d paid_on:d",
    "concessions": (
        "concession_id:s customer_id:s granted_at:t kind:s amount:n currency:s reason:s "
        "is_renewal:b"
    ),
    "price_book": (
        "product_line:s plan:s tier_rank:i list_price:n billing_interval:s quantity_unit:s "
        "is_addon:b currency:s valid_from:d valid_to:d"
    ),
    "price_book_limits": (
        "product_line:s plan:s limit_key:s included:n overage_price:n valid_from:d"
    ),
    # crm
    "crm_accounts": (
        "crm_account_id:s parent_crm_account_id:s account_name:s domain:s industry:s "
        "employee_count:i region:s owner_id:s created_at:t segment:s technologies:s "
        "do_not_contact:b is_target_account:b is_reference:b"
    ),
    "crm_users": "crm_user_id:s function:s team:s is_integration:b",
    "contacts": (
        "contact_id:s crm_account_id:s email:s title:s department:s buying_role:s "
        "created_at:t left_at:t"
    ),
    "leads": (
        "lead_id:s crm_account_id:s email_domain:s created_at:t source:s mql_at:t sql_at:t "
        "disposition:s"
    ),
    "opportunities": (
        "opportunity_id:s crm_account_id:s product_line:s opportunity_type:s created_at:t "
        "created_by:s created_by_id:s owner_id:s trigger_signal_id:s source:s amount:n "
        "currency:s stage:s closed_on:d is_won:b order_id:s"
    ),
    "opportunity_contacts": "opportunity_id:s contact_id:s buying_role:s added_at:t",
    "opportunity_stage_history": "opportunity_id:s stage:s entered_at:t",
    "commercial_touches": (
        "touch_id:s touched_at:t crm_account_id:s lead_id:s email_domain:s opportunity_id:s "
        "contact_id:s channel:s direction:s actor_id:s actor_function:s topic:s minutes:n"
    ),
    "marketing_touches": (
        "marketing_touch_id:s touched_at:t crm_account_id:s email_domain:s lead_id:s "
        "user_id:s workspace_id:s campaign:s channel:s is_paid:b is_branded:b action:s"
    ),
    "motion_assignments": (
        "crm_account_id:s motion:s coverage:s valid_from:d valid_to:d rule_version:s"
    ),
    "forecast_snapshots": (
        "snapshot_on:d crm_account_id:s opportunity_id:s category:s amount:n is_risk:b"
    ),
    # success
    "tickets": (
        "ticket_id:s crm_account_id:s email_domain:s workspace_id:s opened_at:t solved_at:t "
        "category:s severity:s handle_minutes:n"
    ),
    "cs_activities": (
        "activity_id:s occurred_at:t crm_account_id:s kind:s minutes:n evidence_type:s "
        "is_expansion_raised:b actor_id:s"
    ),
    "health_snapshots": "snapshot_on:d crm_account_id:s score:f colour:s",
    "success_objectives": (
        "objective_id:s crm_account_id:s owner_contact_id:s metric:s target:n value:n "
        "measured_on:d is_higher_better:b status:s set_on:d verified_on:d verified_by:s"
    ),
    "surveys": (
        "survey_id:s answered_at:t crm_account_id:s email_domain:s workspace_id:s "
        "contact_id:s kind:s score:n"
    ),
    "csm_assignments": "crm_account_id:s csm_id:s valid_from:d valid_to:d",
    "service_hours": "crm_account_id:s month:d kind:s hours:n billed_hours:n",
    # finance
    "gl_months": "month:d cost_line:s amount:n currency:s",
    "revenue_months": (
        "month:d customer_id:s product_line:s recurring_revenue:n other_revenue:n currency:s"
    ),
    "cost_rates": "role:s loaded_hourly_rate:n valid_from:d",
    "infra_costs": "month:d workspace_id:s amount:n",
    "marketing_spend": "month:d channel:s amount:n is_branded:b",
    "fx_rates": "rate_date:d currency:s rate:n",
    # people
    "headcount_months": "month:d function:s team:s fte:n contractor_fte:n loaded_cost:n",
    # config
    "event_catalog": (
        "event_name:s feature_key:s use_case_key:s product_line:s event_kind:s "
        "is_value_event:b is_core_feature:b is_premium_gated:b is_vanity:b value_weight:n"
    ),
    "product_lines": "product_line:s launched_on:d is_team_only:b plg_launched_on:d",
    "signal_catalog": (
        "signal_type:s stage:s failure_mode:s kind:s play_key:s is_live:b live_from:d"
    ),
    "pql_points": "signal:s points:i",
    "parameters": "parameter:s value:s",
    "icp_rules": "attribute:s operator:s operand:s points:i",
    "motion_matrix": (
        "min_acv:n max_acv:n min_committee:i max_committee:i requires_procurement:b motion:s"
    ),
    "design_targets": "stage:s target_share:n",
    "benchmarks": "metric:s band:s low:n median:n high:n source:s",
    "motion_policy_versions": "rule_version:s kind:s effective_on:d company_arr:n",
    "experiments": ("experiment_key:s lever:s control_arm:s starts_on:d ends_on:d is_randomised:b"),
    "internal_domains": "email_domain:s",
    "account_links": "source_system:s source_id:s account_key:s",
    "exceptions": "rule:s key:s reason:s valid_until:d",
    "quick_test_answers": "respondent:s answered_on:d question_number:i score:i",
    "policy_switches": "policy:s choice:s",
    "interventions": "intervention_id:s started_on:d failure_mode:s stage:s segment:s note:s",
    "action_outcomes": "action_id:s decision:s decided_at:t outcome:s",
    "initiation_reviews": "revenue_event_id:s initiated_by:s reviewed_on:d",
    "target_market": "target_account_key:s domain:s segment:s",
}
"""Table to its columns in order; the letter after the colon is the type: s string, i int64,
n decimal(38, 10), f double, b bool, d date, t timestamp in UTC."""
