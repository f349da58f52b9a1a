-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

with arrived as (

    select
        input_table,
        is_success as is_present,
        row_count as arrived_rows
    from {{ ref('guard_success') }}
    where expectation = 'table_is_present'

),

staged as (

    select 'tickets' as input_table, count(*) as staged_rows
    from {{ ref('stg_success__tickets') }}
    union all
    select 'cs_activities' as input_table, count(*) as staged_rows
    from {{ ref('stg_success__cs_activities') }}
    union all
    select 'health_snapshots' as input_table, count(*) as staged_rows
    from {{ ref('stg_success__health_snapshots') }}
    union all
    select 'success_objectives' as input_table, count(*) as staged_rows
    from {{ ref('stg_success__success_objectives') }}
    union all
    select 'surveys' as input_table, count(*) as staged_rows
    from {{ ref('stg_success__surveys') }}
    union all
    select 'csm_assignments' as input_table, count(*) as staged_rows
    from {{ ref('stg_success__csm_assignments') }}
    union all
    select 'service_hours' as input_table, count(*) as staged_rows
    from {{ ref('stg_success__service_hours') }}

),

quarantined as (

    select
        input_table,
        count(*) as quarantined_rows
    from {{ ref('stg_success__quarantined_rows') }}
    group by input_table

),

final as (

    select
        staged.input_table,
        coalesce(arrived.is_present, false) as is_present,
        '{{ var('connectors')['success'] }}' as connector,
        coalesce(arrived.arrived_rows, 0) as arrived_rows,
        staged.staged_rows,
        coalesce(quarantined.quarantined_rows, 0) as quarantined_rows
    from staged
    left join arrived on staged.input_table = arrived.input_table
    left join quarantined on staged.input_table = quarantined.input_table

)

select * from final
