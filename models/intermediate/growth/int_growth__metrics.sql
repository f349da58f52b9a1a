with figures as (

    select * from {{ ref('int_growth__figures') }}

),

metrics as (

    select * from {{ ref('metrics') }}

),

metric_inputs as (

    select * from {{ ref('metric_inputs') }}

),

row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

as_of as (

    select * from {{ ref('as_of') }}

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

missing as (

    select
        metric_id,
        {{ dbt.listagg("need", "', '", "order by need nulls last") }} as missing_inputs
    from unmet
    group by metric_id

),

told as (

    select
        figures.*,
        missing.missing_inputs
    from figures
    left join missing on figures.metric_id = missing.metric_id

),

counted as (

    select
        metric_id,
        count(*) as figure_count
    from figures
    group by metric_id

),

-- A metric of growth without a figure has a row that says why.
silent as (

    select
        metrics.metric_id,
        metrics.unit,
        as_of.as_of_on,
        case
            when missing.missing_inputs is not null
                then concat_ws('', 'needs ', missing.missing_inputs)
            else 'not applicable: nothing of the kind is on record'
        end as reason
    from metrics
    cross join as_of
    left join counted on metrics.metric_id = counted.metric_id
    left join missing on metrics.metric_id = missing.metric_id
    where
        counted.metric_id is null
        and metrics.mart = 'rpt_metrics'
        and (
            metrics.metric_id between 'M36' and 'M93'
            or metrics.metric_id in ('M100', 'M102', 'M103', 'M105')
        )

),

final as (

    select
        metric_id,
        period,
        period_start,
        segment,
        slice,
        case when missing_inputs is null then value end as value,
        case when missing_inputs is null then numerator end as numerator,
        case when missing_inputs is null then denominator end as denominator,
        unit,
        missing_inputs is null and value is not null as is_measurable,
        case
            when missing_inputs is not null then concat_ws('', 'needs ', missing_inputs)
            when value is null then coalesce(reason, 'nothing to divide by')
            else reason
        end as reason
    from told
    union all
    select
        metric_id,
        'as_of' as period,
        as_of_on as period_start,
        'all' as segment,
        'all' as slice,
        cast(null as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        unit,
        false as is_measurable,
        reason
    from silent

)

select * from final
