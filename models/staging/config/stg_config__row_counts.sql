-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

with arrived as (

    select
        input_table,
        is_success as is_present,
        row_count as arrived_rows
    from {{ ref('guard_config') }}
    where expectation = 'table_is_present'

),

staged as (

    select 'event_catalog' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__event_catalog') }}
    union all
    select 'product_lines' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__product_lines') }}
    union all
    select 'signal_catalog' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__signal_catalog') }}
    union all
    select 'pql_points' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__pql_points') }}
    union all
    select 'parameters' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__parameters') }}
    union all
    select 'icp_rules' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__icp_rules') }}
    union all
    select 'motion_matrix' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__motion_matrix') }}
    union all
    select 'design_targets' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__design_targets') }}
    union all
    select 'benchmarks' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__benchmarks') }}
    union all
    select 'motion_policy_versions' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__motion_policy_versions') }}
    union all
    select 'experiments' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__experiments') }}
    union all
    select 'internal_domains' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__internal_domains') }}
    union all
    select 'account_links' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__account_links') }}
    union all
    select 'exceptions' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__exceptions') }}
    union all
    select 'quick_test_answers' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__quick_test_answers') }}
    union all
    select 'policy_switches' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__policy_switches') }}
    union all
    select 'interventions' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__interventions') }}
    union all
    select 'action_outcomes' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__action_outcomes') }}
    union all
    select 'initiation_reviews' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__initiation_reviews') }}
    union all
    select 'target_market' as input_table, count(*) as staged_rows
    from {{ ref('stg_config__target_market') }}

),

quarantined as (

    select
        input_table,
        count(*) as quarantined_rows
    from {{ ref('stg_config__quarantined_rows') }}
    group by input_table

),

final as (

    select
        staged.input_table,
        coalesce(arrived.is_present, false) as is_present,
        '{{ var('connectors')['config'] }}' as connector,
        coalesce(arrived.arrived_rows, 0) as arrived_rows,
        staged.staged_rows,
        coalesce(quarantined.quarantined_rows, 0) as quarantined_rows
    from staged
    left join arrived on staged.input_table = arrived.input_table
    left join quarantined on staged.input_table = quarantined.input_table

)

select * from final
