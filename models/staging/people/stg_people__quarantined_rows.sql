-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

select
    'headcount_months' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_people__headcount_months') }}
where quarantine_reason is not null
