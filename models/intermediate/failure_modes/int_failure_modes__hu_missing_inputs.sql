{{ config(materialized='view') }}

with row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

-- Of outcomes either table will do.
absent as (

    select input_table
    from row_counts
    where not is_present and input_table in ('product_events', 'event_catalog')
    union all
    select 'outcome_readings' as input_table
    from row_counts
    where input_table in ('outcome_readings', 'success_objectives')
    having max(case when is_present then 1 else 0 end) = 0

),

final as (

    select
        {{ dbt.listagg("input_table", "', '", "order by input_table nulls last") }}
            as missing_inputs
    from absent

)

select * from final
