-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

select
    'gl_months' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_finance__gl_months') }}
where quarantine_reason is not null
union all
select
    'revenue_months' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_finance__revenue_months') }}
where quarantine_reason is not null
union all
select
    'cost_rates' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_finance__cost_rates') }}
where quarantine_reason is not null
union all
select
    'infra_costs' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_finance__infra_costs') }}
where quarantine_reason is not null
union all
select
    'marketing_spend' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_finance__marketing_spend') }}
where quarantine_reason is not null
union all
select
    'fx_rates' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_finance__fx_rates') }}
where quarantine_reason is not null
