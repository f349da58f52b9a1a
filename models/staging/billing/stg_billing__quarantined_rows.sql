-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

select
    'billing_customers' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_billing__billing_customers') }}
where quarantine_reason is not null
union all
select
    'subscriptions' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_billing__subscriptions') }}
where quarantine_reason is not null
union all
select
    'subscription_changes' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_billing__subscription_changes') }}
where quarantine_reason is not null
union all
select
    'subscription_snapshots' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_billing__subscription_snapshots') }}
where quarantine_reason is not null
union all
select
    'invoice_lines' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_billing__invoice_lines') }}
where quarantine_reason is not null
union all
select
    'payments' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_billing__payments') }}
where quarantine_reason is not null
union all
select
    'concessions' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_billing__concessions') }}
where quarantine_reason is not null
union all
select
    'price_book' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_billing__price_book') }}
where quarantine_reason is not null
union all
select
    'price_book_limits' as input_table, row_key as row_key,
    quarantine_reason as reason, payload as payload
from {{ ref('base_billing__price_book_limits') }}
where quarantine_reason is not null
