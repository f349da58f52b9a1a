-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

select
    'crm_accounts' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_crm__crm_accounts') }}
where quarantine_reason is not null
union all
select
    'crm_users' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_crm__crm_users') }}
where quarantine_reason is not null
union all
select
    'contacts' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_crm__contacts') }}
where quarantine_reason is not null
union all
select
    'leads' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_crm__leads') }}
where quarantine_reason is not null
union all
select
    'opportunities' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_crm__opportunities') }}
where quarantine_reason is not null
union all
select
    'opportunity_contacts' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_crm__opportunity_contacts') }}
where quarantine_reason is not null
union all
select
    'opportunity_stage_history' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_crm__opportunity_stage_history') }}
where quarantine_reason is not null
union all
select
    'commercial_touches' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_crm__commercial_touches') }}
where quarantine_reason is not null
union all
select
    'marketing_touches' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_crm__marketing_touches') }}
where quarantine_reason is not null
union all
select
    'motion_assignments' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_crm__motion_assignments') }}
where quarantine_reason is not null
union all
select
    'forecast_snapshots' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_crm__forecast_snapshots') }}
where quarantine_reason is not null
