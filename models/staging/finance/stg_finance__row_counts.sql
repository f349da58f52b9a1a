-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

with arrived as (

    select
        input_table,
        is_success as is_present,
        row_count as arrived_rows
    from {{ ref('guard_finance') }}
    where expectation = 'table_is_present'

),

staged as (

    select 'gl_months' as input_table, count(*) as staged_rows
    from {{ ref('stg_finance__gl_months') }}
    union all
    select 'revenue_months' as input_table, count(*) as staged_rows
    from {{ ref('stg_finance__revenue_months') }}
    union all
    select 'cost_rates' as input_table, count(*) as staged_rows
    from {{ ref('stg_finance__cost_rates') }}
    union all
    select 'infra_costs' as input_table, count(*) as staged_rows
    from {{ ref('stg_finance__infra_costs') }}
    union all
    select 'marketing_spend' as input_table, count(*) as staged_rows
    from {{ ref('stg_finance__marketing_spend') }}
    union all
    select 'fx_rates' as input_table, count(*) as staged_rows
    from {{ ref('stg_finance__fx_rates') }}

),

quarantined as (

    select
        input_table,
        count(*) as quarantined_rows
    from {{ ref('stg_finance__quarantined_rows') }}
    group by input_table

),

final as (

    select
        staged.input_table,
        coalesce(arrived.is_present, false) as is_present,
        '{{ var('connectors')['finance'] }}' as connector,
        coalesce(arrived.arrived_rows, 0) as arrived_rows,
        staged.staged_rows,
        coalesce(quarantined.quarantined_rows, 0) as quarantined_rows
    from staged
    left join arrived on staged.input_table = arrived.input_table
    left join quarantined on staged.input_table = quarantined.input_table

)

select * from final
