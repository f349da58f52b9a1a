-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

select
    'tickets' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_success__tickets') }}
where quarantine_reason is not null
union all
select
    'cs_activities' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_success__cs_activities') }}
where quarantine_reason is not null
union all
select
    'health_snapshots' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_success__health_snapshots') }}
where quarantine_reason is not null
union all
select
    'success_objectives' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_success__success_objectives') }}
where quarantine_reason is not null
union all
select
    'surveys' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_success__surveys') }}
where quarantine_reason is not null
union all
select
    'csm_assignments' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_success__csm_assignments') }}
where quarantine_reason is not null
union all
select
    'service_hours' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_success__service_hours') }}
where quarantine_reason is not null
