with metric_inputs as (

    select * from {{ ref('metric_inputs') }}

),

row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

-- A need is met by any one of the tables that serve it.
unmet as (

    select
        metric_inputs.metric_id,
        metric_inputs.need
    from metric_inputs
    inner join row_counts on metric_inputs.input_table = row_counts.input_table
    group by metric_inputs.metric_id, metric_inputs.need
    having max(case when row_counts.is_present then 1 else 0 end) = 0

),

final as (

    select
        metric_id,
        {{ dbt.listagg("need", "', '", "order by need asc nulls last") }} as missing_inputs
    from unmet
    group by metric_id

)

select * from final
