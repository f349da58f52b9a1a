-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

select
    'event_catalog' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__event_catalog') }}
where quarantine_reason is not null
union all
select
    'product_lines' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__product_lines') }}
where quarantine_reason is not null
union all
select
    'signal_catalog' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__signal_catalog') }}
where quarantine_reason is not null
union all
select
    'pql_points' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__pql_points') }}
where quarantine_reason is not null
union all
select
    'parameters' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__parameters') }}
where quarantine_reason is not null
union all
select
    'icp_rules' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__icp_rules') }}
where quarantine_reason is not null
union all
select
    'motion_matrix' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__motion_matrix') }}
where quarantine_reason is not null
union all
select
    'design_targets' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__design_targets') }}
where quarantine_reason is not null
union all
select
    'benchmarks' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__benchmarks') }}
where quarantine_reason is not null
union all
select
    'motion_policy_versions' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__motion_policy_versions') }}
where quarantine_reason is not null
union all
select
    'experiments' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__experiments') }}
where quarantine_reason is not null
union all
select
    'internal_domains' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__internal_domains') }}
where quarantine_reason is not null
union all
select
    'account_links' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__account_links') }}
where quarantine_reason is not null
union all
select
    'exceptions' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__exceptions') }}
where quarantine_reason is not null
union all
select
    'quick_test_answers' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__quick_test_answers') }}
where quarantine_reason is not null
union all
select
    'policy_switches' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__policy_switches') }}
where quarantine_reason is not null
union all
select
    'interventions' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__interventions') }}
where quarantine_reason is not null
union all
select
    'action_outcomes' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__action_outcomes') }}
where quarantine_reason is not null
union all
select
    'initiation_reviews' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__initiation_reviews') }}
where quarantine_reason is not null
union all
select
    'target_market' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_config__target_market') }}
where quarantine_reason is not null
