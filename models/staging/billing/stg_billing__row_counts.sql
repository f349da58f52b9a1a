-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

with arrived as (

    select
        input_table,
        is_success as is_present,
        row_count as arrived_rows
    from {{ ref('guard_billing') }}
    where expectation = 'table_is_present'

),

staged as (

    select 'billing_customers' as input_table, count(*) as staged_rows
    from {{ ref('stg_billing__billing_customers') }}
    union all
    select 'subscriptions' as input_table, count(*) as staged_rows
    from {{ ref('stg_billing__subscriptions') }}
    union all
    select 'subscription_changes' as input_table, count(*) as staged_rows
    from {{ ref('stg_billing__subscription_changes') }}
    union all
    select 'subscription_snapshots' as input_table, count(*) as staged_rows
    from {{ ref('stg_billing__subscription_snapshots') }}
    union all
    select 'invoice_lines' as input_table, count(*) as staged_rows
    from {{ ref('stg_billing__invoice_lines') }}
    union all
    select 'payments' as input_table, count(*) as staged_rows
    from {{ ref('stg_billing__payments') }}
    union all
    select 'concessions' as input_table, count(*) as staged_rows
    from {{ ref('stg_billing__concessions') }}
    union all
    select 'price_book' as input_table, count(*) as staged_rows
    from {{ ref('stg_billing__price_book') }}
    union all
    select 'price_book_limits' as input_table, count(*) as staged_rows
    from {{ ref('stg_billing__price_book_limits') }}

),

quarantined as (

    select
        input_table,
        count(*) as quarantined_rows
    from {{ ref('stg_billing__quarantined_rows') }}
    group by input_table

),

final as (

    select
        staged.input_table,
        coalesce(arrived.is_present, false) as is_present,
        '{{ var('connectors')['billing'] }}' as connector,
        coalesce(arrived.arrived_rows, 0) as arrived_rows,
        staged.staged_rows,
        coalesce(quarantined.quarantined_rows, 0) as quarantined_rows
    from staged
    left join arrived on staged.input_table = arrived.input_table
    left join quarantined on staged.input_table = quarantined.input_table

)

select * from final
