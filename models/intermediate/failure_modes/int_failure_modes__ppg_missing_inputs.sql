{{ config(materialized='view') }}

with row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

start_inputs as (

    select * from {{ ref('int_product__start_inputs') }}

),

absent as (

    select input_table
    from row_counts
    where not is_present and input_table in ('headcount_months', 'revenue_months')
    union all
    select missing_inputs as input_table
    from start_inputs
    where not has_starts

),

listed as (

    select
        {{ dbt.listagg("input_table", "', '", "order by input_table asc nulls last") }}
            as missing_inputs
    from absent

),

final as (

    select
        start_inputs.has_starts,
        listed.missing_inputs
    from start_inputs
    cross join listed

)

select * from final
