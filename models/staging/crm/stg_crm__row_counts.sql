-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

with arrived as (

    select
        input_table,
        is_success as is_present,
        row_count as arrived_rows
    from {{ ref('guard_crm') }}
    where expectation = 'table_is_present'

),

staged as (

    select 'crm_accounts' as input_table, count(*) as staged_rows
    from {{ ref('stg_crm__crm_accounts') }}
    union all
    select 'crm_users' as input_table, count(*) as staged_rows
    from {{ ref('stg_crm__crm_users') }}
    union all
    select 'contacts' as input_table, count(*) as staged_rows
    from {{ ref('stg_crm__contacts') }}
    union all
    select 'leads' as input_table, count(*) as staged_rows
    from {{ ref('stg_crm__leads') }}
    union all
    select 'opportunities' as input_table, count(*) as staged_rows
    from {{ ref('stg_crm__opportunities') }}
    union all
    select 'opportunity_contacts' as input_table, count(*) as staged_rows
    from {{ ref('stg_crm__opportunity_contacts') }}
    union all
    select 'opportunity_stage_history' as input_table, count(*) as staged_rows
    from {{ ref('stg_crm__opportunity_stage_history') }}
    union all
    select 'commercial_touches' as input_table, count(*) as staged_rows
    from {{ ref('stg_crm__commercial_touches') }}
    union all
    select 'marketing_touches' as input_table, count(*) as staged_rows
    from {{ ref('stg_crm__marketing_touches') }}
    union all
    select 'motion_assignments' as input_table, count(*) as staged_rows
    from {{ ref('stg_crm__motion_assignments') }}
    union all
    select 'forecast_snapshots' as input_table, count(*) as staged_rows
    from {{ ref('stg_crm__forecast_snapshots') }}

),

quarantined as (

    select
        input_table,
        count(*) as quarantined_rows
    from {{ ref('stg_crm__quarantined_rows') }}
    group by input_table

),

final as (

    select
        staged.input_table,
        coalesce(arrived.is_present, false) as is_present,
        '{{ var('connectors')['crm'] }}' as connector,
        coalesce(arrived.arrived_rows, 0) as arrived_rows,
        staged.staged_rows,
        coalesce(quarantined.quarantined_rows, 0) as quarantined_rows
    from staged
    left join arrived on staged.input_table = arrived.input_table
    left join quarantined on staged.input_table = quarantined.input_table

)

select * from final
