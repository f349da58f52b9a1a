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

from plr import contract

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


@pytest.mark.parametrize(
    ("table", "reason", "row"),
    [
        ("invites", "accepted_before_sent", "sent_at = '2025-01-02', accepted_at = '2025-01-01'"),
        ("product_events", "negative_quantity", "quantity = -1"),
        (
            "product_events",
            "occurred_after_received",
            "occurred_at = '2099-01-01', received_at = '2025-01-01'",
        ),
        (
            "subscriptions",
            "ended_before_started",
            "started_on = '2025-02-01', ended_on = '2025-01-31'",
        ),
        ("subscription_changes", "negative_price", "unit_price_after = -0.01"),
        ("subscription_changes", "negative_quantity", "quantity_after = -1"),
        ("tickets", "negative_minutes", "handle_minutes = -5"),
        ("surveys", "nps_outside_0_and_10", "kind = 'nps', score = 11"),
        ("event_catalog", "value_event_also_vanity", "is_value_event = true, is_vanity = true"),
        ("fx_rates", "rate_not_positive", "rate = 0"),
    ],
)
def test_impossible_rows_are_recognised(
    tables: dict[str, contract.Table],
    empty_inputs: duckdb.DuckDBPyConnection,
    table: str,
    reason: str,
    row: str,
) -> None:
    """A row with only these values set breaks that rule; with nulls alone it breaks none."""
    (rule,) = [rule for rule in tables[table].impossible if rule.reason == reason]
    columns = [assignment.split(" = ", 1) for assignment in row.split(", ")]
    names = ", ".join(name for name, _ in columns)
    count = f"select count(*) from one where {rule.when}"
    for values, broken in ((["null"] * len(columns), 0), ([value for _, value in columns], 1)):
        empty_inputs.execute(f"create or replace temp table one as select * from {table}")
        empty_inputs.execute(f"insert into one ({names}) values ({', '.join(values)})")
        assert empty_inputs.execute(count).fetchone() == (broken,)


def test_a_circle_of_foreign_keys_is_refused(tables: dict[str, contract.Table]) -> None:
    """The reader itself refuses what generated models could not be built from."""
    back = contract.Reference("owner_id", "workspaces", "workspace_id", is_quarantined=False)
    circular = {**tables, "crm_accounts": replace(tables["crm_accounts"], references=(back,))}
    with pytest.raises(contract.ContractError, match="circle"):
        contract.reference_order(circular)
