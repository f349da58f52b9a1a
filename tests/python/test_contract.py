"""The sources state exactly the input contract, and say enough about each table to be used.

The two texts below are the contract's shape, written down a second time on purpose: a table, a
column, a type, a key or an enumeration cannot change without changing here as well.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from plr import contract, generate

ROOT = Path(__file__).resolve().parents[2]

# domain.table (key) column:type, with ? after the type of a column that may be absent
SHAPE = """
product.workspaces (workspace_id) workspace_id:string workspace_name:string?
    email_domain:string? created_at:timestamp entry_model:string trial_started_at:timestamp?
    trial_ends_at:timestamp? signup_source:string? deleted_at:timestamp? crm_account_id:string?
    customer_id:string?
product.product_users (workspace_id,user_id) user_id:string workspace_id:string email:string?
    created_at:timestamp department:string? role:string? invited_by_user_id:string?
    is_internal:bool? deactivated_at:timestamp?
product.product_events (event_id) event_id:string occurred_at:timestamp received_at:timestamp?
    user_id:string? anonymous_id:string? workspace_id:string? session_id:string?
    event_name:string product_line:string? quantity:decimal? is_bot:bool?
product.entitlements (workspace_id,product_line,limit_key,valid_from) workspace_id:string
    product_line:string plan:string limit_key:string limit_value:decimal is_hard_limit:bool
    valid_from:date valid_to:date?
product.usage_meters (workspace_id,limit_key,usage_date) workspace_id:string limit_key:string
    usage_date:date quantity:decimal product_line:string?
product.in_product_prompts (prompt_id,action,acted_at) prompt_id:string action:string
    acted_at:timestamp workspace_id:string user_id:string? prompt_type:string
    product_line:string? signal_id:string?
product.invites (invite_id) invite_id:string inviter_user_id:string workspace_id:string
    sent_at:timestamp accepted_at:timestamp? accepted_user_id:string? is_external:bool?
product.external_exposures (exposure_id) exposure_id:string exposed_at:timestamp
    workspace_id:string kind:string resulting_user_id:string?
product.experiment_assignments (experiment_key,unit_type,unit_id) experiment_key:string
    unit_type:string unit_id:string arm:string assigned_at:timestamp
product.outcome_readings (outcome_id) outcome_id:string crm_account_id:string?
    workspace_id:string? outcome_key:string measured_on:date value:decimal baseline:decimal?
    target:decimal? source:string is_verified:bool verified_by:string? verified_on:date?
    is_higher_better:bool?
product.product_signals (signal_id) signal_id:string signalled_at:timestamp
    delivered_at:timestamp? workspace_id:string? crm_account_id:string? product_line:string?
    signal_type:string score:float? delivered_to:string auto_opened_motion:bool?
billing.billing_customers (customer_id) customer_id:string customer_name:string? email:string?
    email_domain:string? created_at:timestamp currency:string? workspace_id:string?
    crm_account_id:string?
billing.subscriptions (subscription_id) subscription_id:string customer_id:string
    product_line:string plan:string status:string started_on:date term_starts_on:date?
    term_ends_on:date? auto_renews:bool? cancelled_on:date? ended_on:date? currency:string
    replaces_subscription_id:string?
billing.subscription_changes (change_id) change_id:string order_id:string?
    subscription_id:string change_type:string ordered_at:timestamp? effective_on:date
    plan_before:string? plan_after:string? quantity_before:decimal? quantity_after:decimal
    unit_price_before:decimal? unit_price_after:decimal? billing_interval:string
    billing_interval_count:int? list_price:decimal? discount_pct:decimal? mrr_before:decimal?
    mrr_after:decimal? order_channel:string? agreed_in_order_id:string? term_starts_on:date?
    term_ends_on:date? reason_code:string?
billing.subscription_snapshots (subscription_id,snapshot_on) subscription_id:string
    snapshot_on:date plan:string? quantity:decimal unit_price:decimal billing_interval:string
    billing_interval_count:int? status:string
billing.invoice_lines (invoice_line_id) invoice_line_id:string invoice_id:string
    customer_id:string subscription_id:string? product_line:string? line_type:string
    amount:decimal currency:string period_starts_on:date period_ends_on:date
    invoiced_at:timestamp
billing.payments (invoice_id) invoice_id:string customer_id:string status:string due_on:date
    paid_on:date?
billing.concessions (concession_id) concession_id:string customer_id:string granted_at:timestamp
    kind:string amount:decimal currency:string reason:string? is_renewal:bool?
billing.price_book (product_line,plan,currency,valid_from) product_line:string plan:string
    tier_rank:int list_price:decimal billing_interval:string quantity_unit:string is_addon:bool?
    currency:string valid_from:date valid_to:date?
billing.price_book_limits (product_line,plan,limit_key,valid_from) product_line:string
    plan:string limit_key:string included:decimal overage_price:decimal? valid_from:date
crm.crm_accounts (crm_account_id) crm_account_id:string parent_crm_account_id:string?
    account_name:string domain:string? industry:string? employee_count:int? region:string?
    owner_id:string? created_at:timestamp segment:string? technologies:string?
    do_not_contact:bool? is_target_account:bool? is_reference:bool?
crm.crm_users (crm_user_id) crm_user_id:string function:string team:string? is_integration:bool
crm.contacts (contact_id) contact_id:string crm_account_id:string email:string? title:string?
    department:string? buying_role:string? created_at:timestamp? left_at:timestamp?
crm.leads (lead_id) lead_id:string crm_account_id:string? email_domain:string?
    created_at:timestamp source:string? mql_at:timestamp? sql_at:timestamp? disposition:string?
crm.opportunities (opportunity_id) opportunity_id:string crm_account_id:string
    product_line:string? opportunity_type:string created_at:timestamp created_by:string?
    created_by_id:string? owner_id:string? trigger_signal_id:string? source:string?
    amount:decimal? currency:string? stage:string closed_on:date? is_won:bool? order_id:string?
crm.opportunity_contacts (opportunity_id,contact_id) opportunity_id:string contact_id:string
    buying_role:string? added_at:timestamp?
crm.opportunity_stage_history (opportunity_id,stage,entered_at) opportunity_id:string
    stage:string entered_at:timestamp
crm.commercial_touches (touch_id) touch_id:string touched_at:timestamp crm_account_id:string?
    lead_id:string? email_domain:string? opportunity_id:string? contact_id:string?
    channel:string direction:string? actor_id:string? actor_function:string? topic:string?
    minutes:decimal?
crm.marketing_touches (marketing_touch_id) marketing_touch_id:string touched_at:timestamp
    crm_account_id:string? email_domain:string? lead_id:string? user_id:string?
    workspace_id:string? campaign:string? channel:string is_paid:bool? is_branded:bool?
    action:string?
crm.motion_assignments (crm_account_id,valid_from) crm_account_id:string motion:string
    coverage:string? valid_from:date valid_to:date? rule_version:string?
crm.forecast_snapshots (snapshot_on,crm_account_id,opportunity_id) snapshot_on:date
    crm_account_id:string opportunity_id:string? category:string amount:decimal? is_risk:bool?
success.tickets (ticket_id) ticket_id:string crm_account_id:string? email_domain:string?
    workspace_id:string? opened_at:timestamp solved_at:timestamp? category:string?
    severity:string? handle_minutes:decimal?
success.cs_activities (activity_id) activity_id:string occurred_at:timestamp
    crm_account_id:string kind:string minutes:decimal? evidence_type:string?
    is_expansion_raised:bool? actor_id:string?
success.health_snapshots () snapshot_on:date crm_account_id:string score:float? colour:string
success.success_objectives (objective_id) objective_id:string crm_account_id:string
    owner_contact_id:string? metric:string target:decimal? value:decimal? measured_on:date?
    is_higher_better:bool? status:string set_on:date verified_on:date? verified_by:string?
success.surveys (survey_id) survey_id:string answered_at:timestamp crm_account_id:string?
    email_domain:string? workspace_id:string? contact_id:string? kind:string score:decimal
success.csm_assignments () crm_account_id:string csm_id:string valid_from:date valid_to:date?
success.service_hours () crm_account_id:string month:date kind:string hours:decimal
    billed_hours:decimal
finance.gl_months () month:date cost_line:string amount:decimal currency:string?
finance.revenue_months () month:date customer_id:string? product_line:string?
    recurring_revenue:decimal other_revenue:decimal? currency:string?
finance.cost_rates (role,valid_from) role:string loaded_hourly_rate:decimal valid_from:date
finance.infra_costs () month:date workspace_id:string? amount:decimal
finance.marketing_spend (month,channel) month:date channel:string amount:decimal
    is_branded:bool?
finance.fx_rates () rate_date:date currency:string rate:decimal
people.headcount_months (month,function,team) month:date function:string team:string?
    fte:decimal contractor_fte:decimal? loaded_cost:decimal?
config.event_catalog (event_name) event_name:string feature_key:string? use_case_key:string?
    product_line:string? event_kind:string? is_value_event:bool is_core_feature:bool?
    is_premium_gated:bool? is_vanity:bool? value_weight:decimal?
config.product_lines (product_line) product_line:string launched_on:date? is_team_only:bool?
    plg_launched_on:date?
config.signal_catalog (signal_type) signal_type:string stage:string failure_mode:string?
    kind:string play_key:string? is_live:bool live_from:date?
config.pql_points (signal) signal:string points:int
config.parameters (parameter) parameter:string value:string
config.icp_rules (attribute,operator,operand) attribute:string operator:string operand:string
    points:int
config.motion_matrix (min_acv,min_committee,motion) min_acv:decimal? max_acv:decimal?
    min_committee:int? max_committee:int? requires_procurement:bool? motion:string
config.design_targets (stage) stage:string target_share:decimal
config.benchmarks (metric,band,source) metric:string band:string low:decimal? median:decimal?
    high:decimal? source:string
config.motion_policy_versions (rule_version) rule_version:string kind:string effective_on:date
    company_arr:decimal?
config.experiments (experiment_key) experiment_key:string lever:string control_arm:string
    starts_on:date ends_on:date? is_randomised:bool
config.internal_domains (email_domain) email_domain:string
config.account_links (source_system,source_id) source_system:string source_id:string
    account_key:string
config.exceptions (rule,key) rule:string key:string reason:string valid_until:date?
config.quick_test_answers (respondent,answered_on,question_number) respondent:string
    answered_on:date question_number:int score:int
config.policy_switches (policy) policy:string choice:string
config.interventions (intervention_id) intervention_id:string started_on:date
    failure_mode:string stage:string? segment:string? note:string
config.action_outcomes (action_id) action_id:string decision:string decided_at:timestamp
    outcome:string?
config.initiation_reviews (revenue_event_id) revenue_event_id:string initiated_by:string
    reviewed_on:date
config.target_market (target_account_key) target_account_key:string domain:string?
    segment:string?
"""

# table.column value value ...; open where the last words include "other"
ENUMS = """
workspaces.entry_model freemium free_trial reverse_trial open_source sales_provisioned pilot
workspaces.signup_source organic referral invite exposure paid campaign sales partner
in_product_prompts.action shown clicked dismissed completed
in_product_prompts.prompt_type limit_warning paywall upgrade_cta trial_end checkout_start
    contact_sales add_seat renewal
external_exposures.kind shared_output collaborative_view branded_export booking_link
experiment_assignments.unit_type user workspace crm_account customer
outcome_readings.source product customer csm
product_signals.delivered_to in_app crm_task opportunity email none
subscriptions.status trialing active past_due paused cancelled ended
subscription_changes.change_type start quantity plan price addon usage renewal pause resume
    cancel
subscription_changes.billing_interval day week month quarter year
subscription_changes.order_channel self_serve sales_order api system unknown
invoice_lines.line_type recurring overage one_time credit tax
payments.status paid open past_due void uncollectible
concessions.kind discount credit free_months free_service
price_book.quantity_unit seat metered flat
price_book.billing_interval day week month quarter year
crm_users.function sales success support marketing founder partner other
contacts.buying_role champion economic_buyer decision_maker influencer user procurement legal
    security other
leads.disposition open accepted rejected recycled
opportunities.opportunity_type new expansion renewal winback
opportunities.created_by human system
commercial_touches.channel call email meeting demo proposal quote
commercial_touches.direction outbound inbound
commercial_touches.actor_function sales success support marketing founder partner
commercial_touches.topic commercial renewal expansion onboarding technical other
marketing_touches.action form_submit demo_request content_download email_click visit other
motion_assignments.motion self_serve sales_assist enterprise
motion_assignments.coverage none cs_pooled cs_named
forecast_snapshots.category omitted pipeline best_case commit closed other
tickets.category upgrade billing technical how_to other
cs_activities.kind qbr check_in onboarding training save
cs_activities.evidence_type activity outcome none
health_snapshots.colour green amber red
success_objectives.status open met missed dropped
surveys.kind nps csat
service_hours.kind onboarding professional_services custom
gl_months.cost_line hosting third_party support success professional_services payments
    onboarding growth sales marketing research_development general_admin
cost_rates.role support success services sales marketing
headcount_months.function sales success support services onboarding growth marketing product
    engineering operations general_admin
event_catalog.event_kind session setup action integration api pricing_view
signal_catalog.kind value_proof risk_flag readiness limit other
signal_catalog.stage acquisition conversion expansion retention
icp_rules.attribute industry region employee_count technology
icp_rules.operator equals in between at_least at_most
motion_matrix.motion self_serve sales_assist enterprise
motion_policy_versions.kind segmentation pql_definition pricing playbook signal_map comp_plan
experiments.lever prompt limit sales_assist lifecycle_message signal_motion
action_outcomes.decision accepted rejected snoozed
"""

DOMAIN_TABLES = {
    "product": 11,
    "billing": 9,
    "crm": 11,
    "success": 7,
    "finance": 6,
    "people": 1,
    "config": 20,
}
MINIMUM = {
    "workspaces",
    "product_users",
    "product_events",
    "event_catalog",
    "billing_customers",
    "subscriptions",
    "crm_accounts",
    "opportunities",
    "commercial_touches",
    "revenue_months",
    "gl_months",
    "headcount_months",
}
CHANGES = {"subscription_changes", "subscription_snapshots", "invoice_lines"}
DEFAULTS = {
    "signal_catalog",
    "pql_points",
    "parameters",
    "icp_rules",
    "motion_matrix",
    "design_targets",
    "benchmarks",
    "policy_switches",
}
QUARANTINED_REFERENCES = {
    "workspaces": "product_users product_events entitlements usage_meters in_product_prompts "
    "invites external_exposures",
    "billing_customers": "subscriptions invoice_lines payments concessions",
    "subscriptions": "subscription_changes subscription_snapshots",
    "crm_accounts": "contacts opportunities motion_assignments forecast_snapshots cs_activities "
    "health_snapshots success_objectives csm_assignments service_hours",
    "opportunities": "opportunity_contacts opportunity_stage_history",
}
ENGINE_TYPES = {
    "string": "varchar",
    "int": "bigint",
    "decimal": "decimal(28, 8)",
    "float": "double",
    "bool": "boolean",
    "date": "date",
    "timestamp": "timestamp",
}


@pytest.fixture(scope="module")
def tables() -> dict[str, contract.Table]:
    """The contract as the generators read it."""
    return contract.load(ROOT)


@pytest.fixture(scope="module")
def empty_inputs(tables: dict[str, contract.Table]) -> duckdb.DuckDBPyConnection:
    """Every input table, empty and typed, in memory."""
    connection = duckdb.connect()
    for table in tables.values():
        columns = ", ".join(f'"{c.name}" {ENGINE_TYPES[c.data_type]}' for c in table.columns)
        connection.execute(f"create table {table.name} ({columns})")
    return connection


def _entries(text: str) -> list[list[str]]:
    """Words of each entry; an indented line goes on with the entry above it."""
    return [entry.split() for entry in re.sub(r"\n +", " ", text.strip()).splitlines()]


def test_sources_have_the_shape_of_the_contract(tables: dict[str, contract.Table]) -> None:
    """Domains, tables, column order, types, optional columns and keys are the contract's."""
    stated = [
        [
            f"{table.domain}.{table.name}",
            f"({','.join(table.key)})",
            *(f"{c.name}:{c.data_type}{'' if c.is_required else '?'}" for c in table.columns),
        ]
        for table in tables.values()
    ]
    assert stated == _entries(SHAPE)


def test_there_are_65_tables_in_7_domains_with_440_columns(
    tables: dict[str, contract.Table],
) -> None:
    """The counts that readers are told."""
    counts = {
        domain: sum(table.domain == domain for table in tables.values())
        for domain in contract.DOMAINS
    }
    assert counts == DOMAIN_TABLES
    assert sum(counts.values()) == 65
    assert sum(len(table.columns) for table in tables.values()) == 440


def test_enumerations_are_the_contract_s(tables: dict[str, contract.Table]) -> None:
    """Values and their order; open exactly where `other` is one of them."""
    columns = [(t, c) for t in tables.values() for c in t.columns if c.enum]
    assert sorted([f"{t.name}.{c.name}", *c.enum] for t, c in columns) == sorted(_entries(ENUMS))
    assert {f"{t.name}.{c.name}" for t, c in columns if c.is_open_enum} == {
        "contacts.buying_role",
        "crm_users.function",
        "commercial_touches.topic",
        "forecast_snapshots.category",
        "marketing_touches.action",
        "signal_catalog.kind",
        "tickets.category",
    }


def test_every_word_of_an_enumeration_passes_staging(tables: dict[str, contract.Table]) -> None:
    """Two texts side by side are one to SQL: a lost comma would lose two words of the list."""
    literal = re.compile(r"'[^']*'\s+'[^']*'")
    for table in tables.values():
        assert not literal.search(generate.staged_sql(table)), table.name


def test_smallest_set_and_defaults(tables: dict[str, contract.Table]) -> None:
    """The smallest set, its three ways to state changes, and the tables that have seeds."""
    assert {t.name for t in tables.values() if t.minimum == "true"} == MINIMUM
    assert {t.name for t in tables.values() if t.minimum == "changes"} == CHANGES
    assert {t.name for t in tables.values() if t.has_defaults} == DEFAULTS
    assert set(tables["subscription_changes"].replaced_by) < CHANGES


def test_rows_that_need_another_table_are_quarantined_without_it(
    tables: dict[str, contract.Table],
) -> None:
    """Exactly the stated foreign keys make a row unusable; no foreign keys run in a circle."""
    stated = {
        (reference.table, table.name)
        for table in tables.values()
        for reference in table.references
        if reference.is_quarantined
    }
    assert stated == {
        (parent, child)
        for parent, children in QUARANTINED_REFERENCES.items()
        for child in children.split()
    }
    order = contract.reference_order(tables)
    assert sorted(order) == sorted(tables)
    for table in tables.values():
        for reference in table.references:
            assert order.index(reference.table) < order.index(table.name)


def test_every_table_and_column_is_described(tables: dict[str, contract.Table]) -> None:
    """A description is a sentence, differs from its neighbours, and says what a null means."""
    for table in tables.values():
        assert len(table.description.split()) >= 8, table.name
        texts = [column.description for column in table.columns]
        assert len(set(texts)) == len(texts), table.name
        for column in table.columns:
            assert len(column.description) >= 15, (table.name, column.name)
            assert column.description.endswith((".", ")")), (table.name, column.name)
            assert ("ull" in column.description) or column.is_required, (table.name, column.name)


def test_arrival_columns_are_dates_or_times(tables: dict[str, contract.Table]) -> None:
    """Arrival and happening are told by dates and times; each arrival ends in a required one."""
    dated = {"date", "timestamp"}
    late_or_undated = set()
    for table in tables.values():
        assert all(table.column(name).data_type in dated for name in table.arrives), table.name
        if not table.arrives or not table.column(table.arrives[-1]).is_required:
            late_or_undated.add(table.name)
        for column in table.columns:
            if column.has_happened:
                assert column.data_type in dated and not column.is_required, column
            if column.happened_with:
                assert table.column(column.happened_with).has_happened, column
    assert {"contacts", "opportunity_contacts"} <= late_or_undated
    assert late_or_undated & (MINIMUM - {"event_catalog"}) == set()


def test_planned_dates_are_not_taken_for_news(tables: dict[str, contract.Table]) -> None:
    """A date that lies in the future by intention neither delays a row nor is blanked."""
    planned = {
        "entitlements": ("valid_from", "valid_to"),
        "payments": ("due_on",),
        "subscriptions": ("term_starts_on", "term_ends_on"),
        "subscription_changes": ("term_starts_on", "term_ends_on"),
        "motion_assignments": ("valid_from", "valid_to"),
    }
    for name, columns in planned.items():
        for column in columns:
            assert column not in tables[name].arrives
            assert not tables[name].column(column).has_happened
    assert tables["subscription_changes"].arrives == ("ordered_at", "effective_on")
    assert tables["product_events"].arrives == ("received_at", "occurred_at")


def test_personal_columns_are_marked(tables: dict[str, contract.Table]) -> None:
    """Addresses, titles and names of people; company names and domains are not personal."""
    marked = {f"{t.name}.{c.name}" for t in tables.values() for c in t.columns if c.is_personal}
    assert marked == {
        "product_users.email",
        "billing_customers.email",
        "contacts.email",
        "contacts.title",
        "outcome_readings.verified_by",
        "success_objectives.verified_by",
    }
    for table in tables.values():
        for column in table.columns:
            assert column.is_email == (column.name == "email")


def test_every_metric_is_tied_to_tables(tables: dict[str, contract.Table]) -> None:
    """M01 to M108 each need some table, and only known metrics are named."""
    metrics = {f"M{number:02d}" for number in range(1, 109)}
    assert {metric for table in tables.values() for metric in table.needed_by} == metrics
    assert tables["in_product_prompts"].needed_by[-1] == "M99"
    assert tables["surveys"].needed_by == ("M24", "M25", "M30")
    assert tables["health_snapshots"].needed_by == ("M24", "M25", "M30", "M31")
    assert tables["experiment_assignments"].needed_by == ("M83", "M93")
    assert tables["fx_rates"].needed_by == ()


def test_rules_run_and_an_empty_table_breaks_none(
    tables: dict[str, contract.Table], empty_inputs: duckdb.DuckDBPyConnection
) -> None:
    """Every rule and expectation is SQL over the contract's columns."""
    relations = {name: name for name in tables}
    for table in tables.values():
        names = [rule.reason for rule in table.impossible]
        names += [expectation.name for expectation in table.expectations]
        assert len(set(names)) == len(names), table.name
        conditions = [rule.when for rule in table.impossible]
        conditions += [e.sql for e in table.expectations if e.kind != "sql"]
        queries = [f"select * from {table.name} where {condition}" for condition in conditions]
        queries += [e.query(relations) for e in table.expectations if e.kind == "sql"]
        for query in queries:
            assert empty_inputs.execute(query).fetchall() == [], (table.name, query)


BROKEN_ROWS = r"""
workspaces trial_ends_before_start trial_started_at='2025-01-15' trial_ends_at='2025-01-14'
workspaces deleted_after_created created_at='2025-01-02' deleted_at='2025-01-01'
product_users deactivated_after_created created_at='2025-01-02' deactivated_at='2025-01-01'
product_events negative_quantity quantity=-1
product_events occurred_after_received occurred_at='2099-01-01' received_at='2025-01-01'
entitlements ended_before_started valid_from='2025-02-01' valid_to='2025-01-31'
entitlements negative_limit limit_value=-1
usage_meters negative_quantity quantity=-0.5
invites accepted_before_sent sent_at='2025-01-02' accepted_at='2025-01-01'
invites accepted_user_has_a_date accepted_user_id='u1'
outcome_readings verified_rows_have_verifier_and_date is_verified=true verified_by='buyer'
outcome_readings verified_after_measured measured_on='2025-01-02' verified_on='2025-01-01'
product_signals delivered_before_signalled signalled_at='2025-01-02' delivered_at='2025-01-01'
subscriptions ended_before_started started_on='2025-02-01' ended_on='2025-01-31'
subscriptions term_ends_before_start term_starts_on='2025-02-01' term_ends_on='2025-01-31'
subscriptions cancelled_after_started started_on='2025-02-01' cancelled_on='2025-01-31'
subscriptions ended_status_has_a_date status='ended'
subscription_changes negative_quantity quantity_after=-1
subscription_changes negative_price unit_price_after=-0.01
subscription_changes negative_mrr mrr_before=-1
subscription_changes interval_count_not_positive billing_interval_count=0
subscription_changes term_ends_before_start term_starts_on='2025-02-01' term_ends_on='2025-01-31'
subscription_changes list_price_not_negative list_price=-10
subscription_changes discount_within_0_and_100 discount_pct=100.5
subscription_changes ordered_at_most_180_days_after_effect \
    ordered_at='2025-07-02' effective_on='2025-01-01'
subscription_changes price_or_mrr_given quantity_after=5 change_type='quantity'
subscription_snapshots negative_quantity quantity=-1
subscription_snapshots negative_price unit_price=-1
subscription_snapshots interval_count_not_positive billing_interval_count=-1
subscription_snapshots unknown_billing_interval billing_interval='fortnight'
subscription_snapshots unknown_status status='zombie'
invoice_lines period_ends_before_start period_starts_on='2025-02-01' period_ends_on='2025-01-31'
invoice_lines recurring_line_names_its_subscription line_type='recurring'
payments paid_status_has_a_date status='paid'
concessions negative_amount amount=-1
price_book ended_before_started valid_from='2025-02-01' valid_to='2025-01-31'
price_book negative_price list_price=-1
price_book_limits negative_included included=-1
price_book_limits negative_price overage_price=-1
crm_accounts employee_count_not_negative employee_count=-1
crm_accounts not_its_own_parent crm_account_id='a' parent_crm_account_id='a'
contacts left_after_created created_at='2025-01-02' left_at='2025-01-01'
leads qualified_after_created created_at='2025-01-02' sql_at='2025-01-01'
opportunities closed_after_created created_at='2025-01-02' closed_on='2025-01-01'
opportunities amount_not_negative amount=-1
opportunities outcome_has_a_date is_won=false
commercial_touches negative_minutes minutes=-1
commercial_touches minutes_within_a_day minutes=1441
motion_assignments ended_before_started valid_from='2025-02-01' valid_to='2025-01-31'
tickets negative_minutes handle_minutes=-5
tickets solved_after_opened opened_at='2025-01-02' solved_at='2025-01-01'
tickets minutes_within_a_day handle_minutes=1441
cs_activities negative_minutes minutes=-1
cs_activities minutes_within_a_day minutes=1441
success_objectives verified_rows_have_verifier_and_date verified_on='2025-01-01'
success_objectives measured_after_set set_on='2025-01-02' measured_on='2025-01-01'
surveys nps_outside_0_and_10 kind='nps' score=11
surveys negative_score score=-1
csm_assignments ended_before_started valid_from='2025-02-01' valid_to='2025-01-31'
service_hours negative_hours billed_hours=-1
service_hours billed_at_most_worked hours=1 billed_hours=2
service_hours hours_within_a_month hours=7441
cost_rates negative_rate loaded_hourly_rate=-1
fx_rates rate_not_positive rate=0
headcount_months negative_fte contractor_fte=-1
headcount_months loaded_cost_not_negative loaded_cost=-1
event_catalog value_event_also_vanity is_value_event=true is_vanity=true
event_catalog negative_value_weight value_weight=-1
pql_points negative_points points=-1
motion_matrix acv_range_reversed min_acv=2 max_acv=1
motion_matrix committee_range_reversed min_committee=2 max_committee=1
motion_matrix negative_acv min_acv=-1
motion_matrix negative_committee min_committee=-1
design_targets share_outside_0_and_1 target_share=1.1
design_targets unknown_stage stage='renewal'
benchmarks range_reversed median=2 high=1
motion_policy_versions negative_arr company_arr=-1
experiments ended_before_started starts_on='2025-02-01' ends_on='2025-01-31'
account_links unknown_source_system source_system='stripe'
quick_test_answers question_outside_1_and_7 question_number=8
quick_test_answers score_outside_0_and_3 score=4
interventions unknown_failure_mode failure_mode='churn'
initiation_reviews unknown_initiator initiated_by='robot'
"""

# expectation, then the rows for which it finds exactly one offender
BROKEN_BOOKS = r"""
product_users.inviter_is_a_user
    product_users workspace_id='w' user_id='u1' invited_by_user_id='u2'
    product_users workspace_id='w' user_id='u2' invited_by_user_id='ghost'
product_events.event_not_before_its_workspace
    workspaces workspace_id='w' created_at='2025-01-01 12:00:00'
    product_events event_id='early' workspace_id='w' occurred_at='2025-01-01 11:59:59'
    product_events event_id='good' workspace_id='w' occurred_at='2025-01-01 12:00:00'
product_events.event_not_after_its_workspace_was_deleted
    workspaces workspace_id='w' deleted_at='2025-01-01 12:00:00'
    workspaces workspace_id='alive'
    product_events event_id='late' workspace_id='w' occurred_at='2025-01-01 12:00:01'
    product_events event_id='last' workspace_id='w' occurred_at='2025-01-01 12:00:00'
    product_events event_id='good' workspace_id='alive' occurred_at='2025-02-01'
entitlements.one_open_entitlement_per_limit
    entitlements workspace_id='w' product_line='p' limit_key='l' valid_from='2025-01-01' \
        valid_to='2025-03-02'
    entitlements workspace_id='w' product_line='p' limit_key='l' valid_from='2025-03-01' \
        valid_to='2025-04-01'
    entitlements workspace_id='w' product_line='p' limit_key='l' valid_from='2025-04-01'
usage_meters.usage_not_before_its_workspace
    workspaces workspace_id='w' created_at='2025-01-02'
    usage_meters workspace_id='w' limit_key='l' usage_date='2025-01-01'
    usage_meters workspace_id='w' limit_key='l' usage_date='2025-01-02'
usage_meters.metered_limit_has_entitlement
    usage_meters workspace_id='w' limit_key='sold'
    usage_meters workspace_id='w' limit_key='unsold'
    entitlements workspace_id='w' limit_key='sold'
in_product_prompts.clicked_only_if_shown
    in_product_prompts prompt_id='p1' action='shown' acted_at='2025-01-01'
    in_product_prompts prompt_id='p1' action='clicked' acted_at='2025-01-02'
    in_product_prompts prompt_id='p2' action='clicked' acted_at='2025-01-02'
experiment_assignments.one_arm_per_unit
    experiment_assignments experiment_key='e' unit_type='user' unit_id='1' arm='a'
    experiment_assignments experiment_key='e' unit_type='user' unit_id='1' arm='b'
    experiment_assignments experiment_key='e' unit_type='user' unit_id='2' arm='a'
experiment_assignments.assigned_while_running
    experiments experiment_key='e' starts_on='2025-01-01' ends_on='2025-01-31'
    experiment_assignments experiment_key='e' unit_id='1' assigned_at='2025-01-31 23:00:00'
    experiment_assignments experiment_key='e' unit_id='2' assigned_at='2025-02-01 00:00:00'
outcome_readings.value_and_target_share_a_unit
    outcome_readings outcome_id='1' value=0.2 target=250
    outcome_readings outcome_id='2' value=3 target=0
product_signals.signal_before_linked_opportunity
    product_signals signal_id='s' signalled_at='2025-01-02'
    opportunities opportunity_id='late' trigger_signal_id='s' created_at='2025-01-01'
    opportunities opportunity_id='good' trigger_signal_id='s' created_at='2025-01-03'
billing_customers.paying_customer_is_in_the_crm
    billing_customers customer_id='by_id' crm_account_id='a'
    billing_customers customer_id='by_domain' email_domain='One.example'
    billing_customers customer_id='stray' email_domain='two.example'
    billing_customers customer_id='gone'
    subscriptions customer_id='by_id' status='active'
    subscriptions customer_id='by_domain' status='active'
    subscriptions customer_id='stray' status='past_due'
    subscriptions customer_id='gone' status='ended'
    crm_accounts crm_account_id='a' domain='one.example'
subscriptions.replaced_subscription_exists
    subscriptions subscription_id='s1'
    subscriptions subscription_id='s2' replaces_subscription_id='s1'
    subscriptions subscription_id='s3' replaces_subscription_id='s0'
subscription_changes.mrr_before_follows_mrr_after
    subscription_changes subscription_id='s' change_id='1' effective_on='2025-01-01' mrr_after=10
    subscription_changes subscription_id='s' change_id='2' effective_on='2025-02-01' \
        mrr_before=10 mrr_after=20
    subscription_changes subscription_id='s' change_id='3' effective_on='2025-03-01' mrr_before=21
invoice_lines.recurring_invoices_agree_with_recognised_revenue
    invoice_lines line_type='recurring' currency='USD' amount=1200 \
        period_starts_on='2025-01-01' period_ends_on='2025-12-31'
    invoice_lines line_type='recurring' currency='USD' amount=50 \
        period_starts_on='2025-02-15' period_ends_on='2025-03-14'
    revenue_months month='2025-01-01' currency='USD' recurring_revenue=101
    revenue_months month='2025-02-01' currency='USD' recurring_revenue=150
    revenue_months month='2025-03-01' currency='USD' recurring_revenue=150
crm_accounts.parent_account_exists
    crm_accounts crm_account_id='a'
    crm_accounts crm_account_id='b' parent_crm_account_id='a'
    crm_accounts crm_account_id='c' parent_crm_account_id='ghost'
crm_accounts.domain_unique_after_parent_roll_up
    crm_accounts crm_account_id='a' domain='one.example'
    crm_accounts crm_account_id='b' domain='ONE.example' parent_crm_account_id='a'
    crm_accounts crm_account_id='c' domain='two.example'
    crm_accounts crm_account_id='d' domain='two.example'
opportunities.won_opportunity_has_an_order
    opportunities opportunity_id='by_order' is_won=true opportunity_type='new' order_id='o1'
    opportunities opportunity_id='by_date' is_won=true opportunity_type='new' \
        crm_account_id='a' closed_on='2025-02-15'
    opportunities opportunity_id='none' is_won=true opportunity_type='new' \
        crm_account_id='a' closed_on='2025-02-16'
    billing_customers customer_id='c' crm_account_id='a'
    subscriptions subscription_id='s' customer_id='c'
    subscription_changes subscription_id='s' order_id='o1' effective_on='2025-01-01'
commercial_touches.touch_not_long_before_its_account
    crm_accounts crm_account_id='a' created_at='2025-01-01'
    commercial_touches touch_id='old' crm_account_id='a' touched_at='2022-12-31'
    commercial_touches touch_id='good' crm_account_id='a' touched_at='2023-01-01'
csm_assignments.assignments_do_not_overlap
    csm_assignments crm_account_id='a' csm_id='m' valid_from='2025-01-01' valid_to='2025-02-01'
    csm_assignments crm_account_id='a' csm_id='m' valid_from='2025-02-01'
    csm_assignments crm_account_id='a' csm_id='n' valid_from='2025-03-01'
    csm_assignments crm_account_id='a' csm_id='m' valid_from='2025-03-01'
price_book.prices_do_not_overlap
    price_book product_line='p' plan='x' currency='USD' valid_from='2025-01-01' \
        valid_to='2025-02-01'
    price_book product_line='p' plan='x' currency='USD' valid_from='2025-01-31' \
        valid_to='2025-03-01'
    price_book product_line='p' plan='x' currency='EUR' valid_from='2025-01-31'
    price_book product_line='p' plan='x' currency='USD' valid_from='2025-03-01'
crm_accounts.parents_form_no_circle
    crm_accounts crm_account_id='a' parent_crm_account_id='b'
    crm_accounts crm_account_id='b' parent_crm_account_id='c'
    crm_accounts crm_account_id='c' parent_crm_account_id='b'
    crm_accounts crm_account_id='d' parent_crm_account_id='d'
motion_assignments.assignments_do_not_overlap
    motion_assignments crm_account_id='a' valid_from='2025-01-01' valid_to='2025-02-01'
    motion_assignments crm_account_id='a' valid_from='2025-02-01'
    motion_assignments crm_account_id='a' valid_from='2025-03-01'
tickets.ticket_not_before_its_account
    crm_accounts crm_account_id='a' created_at='2025-01-01 12:00:00'
    tickets ticket_id='early' crm_account_id='a' opened_at='2025-01-01 11:59:59'
    tickets ticket_id='good' crm_account_id='a' opened_at='2025-01-01 12:00:00'
health_snapshots.snapshot_at_least_weekly
    health_snapshots snapshot_on='2025-01-01'
    health_snapshots snapshot_on='2025-01-08'
    health_snapshots snapshot_on='2025-01-16'
health_snapshots.colour_follows_score
    health_snapshots colour='green' score=80
    health_snapshots colour='amber' score=20
    health_snapshots colour='red' score=30
health_snapshots.lost_account_is_not_shown_green
    opportunities crm_account_id='lost' opportunity_type='renewal' is_won=false \
        closed_on='2025-01-15'
    opportunities crm_account_id='back' opportunity_type='renewal' is_won=false \
        closed_on='2025-01-15'
    opportunities crm_account_id='back' opportunity_type='winback' is_won=true \
        closed_on='2025-01-20'
    opportunities crm_account_id='red' opportunity_type='renewal' is_won=false \
        closed_on='2025-01-15'
    opportunities crm_account_id='later' opportunity_type='renewal' is_won=false \
        closed_on='2025-02-15'
    health_snapshots crm_account_id='lost' snapshot_on='2025-01-08' colour='red'
    health_snapshots crm_account_id='lost' snapshot_on='2025-01-22' colour='green'
    health_snapshots crm_account_id='back' snapshot_on='2025-01-22' colour='green'
    health_snapshots crm_account_id='red' snapshot_on='2025-01-08' colour='green'
    health_snapshots crm_account_id='red' snapshot_on='2025-01-22' colour='red'
    health_snapshots crm_account_id='later' snapshot_on='2025-01-22' colour='green'
success_objectives.value_and_target_share_a_unit
    success_objectives objective_id='1' value=500000 target=5
    success_objectives objective_id='2' value=6 target=5
gl_months.every_cost_line_each_month
    gl_months month='2025-01-01' cost_line='hosting'
    gl_months month='2025-01-01' cost_line='support'
    gl_months month='2025-02-01' cost_line='hosting'
headcount_months.no_month_missing
    headcount_months month='2024-12-01'
    headcount_months month='2025-01-01'
    headcount_months month='2025-03-01'
headcount_months.no_jump_above_a_fifth
    headcount_months month='2025-01-01' function='sales' fte=10
    headcount_months month='2025-02-01' function='sales' fte=12
    headcount_months month='2025-03-01' function='sales' fte=15
event_catalog.product_line_has_a_value_event
    event_catalog event_name='a' product_line='p' is_value_event=false
    event_catalog event_name='b' product_line='q' is_value_event=false
    event_catalog event_name='c' product_line='q' is_value_event=true
"""


def _insert(connection: duckdb.DuckDBPyConnection, table: str, cells: list[str]) -> None:
    """Insert one row from column=value words."""
    names, values = zip(*(cell.split("=", 1) for cell in cells), strict=True)
    connection.execute(f"insert into {table} ({', '.join(names)}) values ({', '.join(values)})")


def _words(text: str) -> list[str]:
    """Words of a line; a quoted value may hold a space."""
    return re.findall(r"(?:[^\s']|'[^']*')+", text)


def _lines(text: str) -> list[str]:
    """Lines with their continuations joined."""
    return re.sub(r"\s*\\\n\s*", " ", text.strip("\n")).splitlines()


@pytest.mark.parametrize("line", _lines(BROKEN_ROWS), ids=lambda line: "-".join(line.split()[:2]))
def test_a_row_that_breaks_a_rule_is_recognised(
    tables: dict[str, contract.Table], empty_inputs: duckdb.DuckDBPyConnection, line: str
) -> None:
    """The row breaks the rule, and an empty row does not."""
    table, name, *cells = _words(line)
    rules = {rule.reason: rule.when for rule in tables[table].impossible}
    rules |= {e.name: e.sql for e in tables[table].expectations if e.kind == "row_condition"}
    empty_inputs.execute(f"create or replace temp table one as select * from {table}")
    empty_inputs.execute(f"insert into one ({tables[table].column_names[0]}) values (null)")
    offenders = f"select count(*) from one where {rules[name]}"
    assert empty_inputs.execute(offenders).fetchone() == (0,)
    _insert(empty_inputs, "one", cells)
    assert empty_inputs.execute(offenders).fetchone() == (1,)


def _books() -> dict[str, list[list[str]]]:
    """Expectation -> rows as words, the first word of which is the table."""
    books: dict[str, list[list[str]]] = {}
    for line in _lines(BROKEN_BOOKS):
        if line.startswith(" "):
            books[list(books)[-1]].append(_words(line))
        else:
            books[line] = []
    books["experiment_assignments.two_arms_split_evenly"] = [
        ["experiment_assignments", f"experiment_key='{key}'", f"unit_id='{unit}'", f"arm='{arm}'"]
        for key, sizes in {"even": (50, 60), "lopsided": (80, 20)}.items()
        for arm, size in enumerate(sizes)
        for unit in range(size)
    ]
    return books


@pytest.mark.parametrize("name", _books())
def test_a_book_that_breaks_an_expectation_is_recognised(
    tables: dict[str, contract.Table], empty_inputs: duckdb.DuckDBPyConnection, name: str
) -> None:
    """The expectation finds the one offender among the rows."""
    table, expectation_name = name.split(".")
    (expectation,) = [e for e in tables[table].expectations if e.name == expectation_name]
    empty_inputs.execute("begin")
    try:
        for row_table, *cells in _books()[name]:
            _insert(empty_inputs, row_table, cells)
        query = expectation.query({table: table for table in tables})
        assert len(empty_inputs.execute(query).fetchall()) == 1
    finally:
        empty_inputs.execute("rollback")


def test_every_rule_has_an_input_that_breaks_it(tables: dict[str, contract.Table]) -> None:
    """No rule or expectation is left without a failing case; shares are counted by the guards."""
    broken = {tuple(line.split()[:2]) for line in _lines(BROKEN_ROWS)}
    broken |= {tuple(name.split(".")) for name in _books()}
    stated = {(t.name, rule.reason) for t in tables.values() for rule in t.impossible}
    stated |= {
        (t.name, e.name)
        for t in tables.values()
        for e in t.expectations
        if e.kind != "share_at_least"
    }
    assert broken == stated


def test_a_circle_of_foreign_keys_is_refused(tables: dict[str, contract.Table]) -> None:
    """The reader itself refuses what generated models could not be built from."""
    back = contract.Reference("owner_id", "workspaces", "workspace_id", is_quarantined=False)
    circular = {**tables, "crm_accounts": replace(tables["crm_accounts"], references=(back,))}
    with pytest.raises(contract.ContractError, match="circle"):
        contract.reference_order(circular)
