-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

select
    'workspaces' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_product__workspaces') }}
where quarantine_reason is not null
union all
select
    'product_users' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_product__product_users') }}
where quarantine_reason is not null
union all
select
    'product_events' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('stg_product__quarantined_events') }}
where quarantine_reason is not null
union all
select
    'entitlements' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_product__entitlements') }}
where quarantine_reason is not null
union all
select
    'usage_meters' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_product__usage_meters') }}
where quarantine_reason is not null
union all
select
    'in_product_prompts' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_product__in_product_prompts') }}
where quarantine_reason is not null
union all
select
    'invites' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_product__invites') }}
where quarantine_reason is not null
union all
select
    'external_exposures' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_product__external_exposures') }}
where quarantine_reason is not null
union all
select
    'experiment_assignments' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_product__experiment_assignments') }}
where quarantine_reason is not null
union all
select
    'outcome_readings' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_product__outcome_readings') }}
where quarantine_reason is not null
union all
select
    'product_signals' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_product__product_signals') }}
where quarantine_reason is not null
