{{ config(materialized='view') }}

with row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

final as (

    select
        {{ dbt.listagg("input_table", "', '", "order by input_table asc nulls last") }}
            as missing_inputs
    from row_counts
    where not is_present and input_table in (
            'motion_policy_versions', 'motion_assignments', 'commercial_touches', 'product_signals'
        )

)

select * from final
