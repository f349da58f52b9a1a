with metrics as (

    select * from {{ ref('metrics') }}

),

missing as (

    select * from {{ ref('int_inputs__metric_lacks') }}

),

final as (

    select
        metrics.metric_id,
        metrics.metric,
        metrics.mart,
        missing.missing_inputs is null as is_measurable,
        missing.missing_inputs
    from metrics
    left join missing on metrics.metric_id = missing.metric_id

)

select * from final
