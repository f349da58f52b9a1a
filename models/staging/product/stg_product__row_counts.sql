-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

with arrived as (

    select
        input_table,
        is_success as is_present,
        row_count as arrived_rows
    from {{ ref('guard_product') }}
    where expectation = 'table_is_present'

),

staged as (

    select 'workspaces' as input_table, count(*) as staged_rows
    from {{ ref('stg_product__workspaces') }}
    union all
    select 'product_users' as input_table, count(*) as staged_rows
    from {{ ref('stg_product__product_users') }}
    union all
    select 'product_events' as input_table, count(*) as staged_rows
    from {{ ref('stg_product__product_events') }}
    union all
    select 'entitlements' as input_table, count(*) as staged_rows
    from {{ ref('stg_product__entitlements') }}
    union all
    select 'usage_meters' as input_table, count(*) as staged_rows
    from {{ ref('stg_product__usage_meters') }}
    union all
    select 'in_product_prompts' as input_table, count(*) as staged_rows
    from {{ ref('stg_product__in_product_prompts') }}
    union all
    select 'invites' as input_table, count(*) as staged_rows
    from {{ ref('stg_product__invites') }}
    union all
    select 'external_exposures' as input_table, count(*) as staged_rows
    from {{ ref('stg_product__external_exposures') }}
    union all
    select 'experiment_assignments' as input_table, count(*) as staged_rows
    from {{ ref('stg_product__experiment_assignments') }}
    union all
    select 'outcome_readings' as input_table, count(*) as staged_rows
    from {{ ref('stg_product__outcome_readings') }}
    union all
    select 'product_signals' as input_table, count(*) as staged_rows
    from {{ ref('stg_product__product_signals') }}

),

quarantined as (

    select
        input_table,
        count(*) as quarantined_rows
    from {{ ref('stg_product__quarantined_rows') }}
    group by input_table

),

final as (

    select
        staged.input_table,
        coalesce(arrived.is_present, false) as is_present,
        '{{ var('connectors')['product'] }}' as connector,
        coalesce(arrived.arrived_rows, 0) as arrived_rows,
        staged.staged_rows,
        coalesce(quarantined.quarantined_rows, 0) as quarantined_rows
    from staged
    left join arrived on staged.input_table = arrived.input_table
    left join quarantined on staged.input_table = quarantined.input_table

)

select * from final
