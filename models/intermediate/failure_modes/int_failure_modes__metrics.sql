with progress as (

    select * from {{ ref('int_failure_modes__progress') }}

),

metric_measures as (

    select * from {{ ref('metric_measures') }}

),

idle_value as (

    select * from {{ ref('int_failure_modes__idle_value') }}

),

touches as (

    select
        failure_mode,
        metric,
        case
            when metric like 'touches_per_event_%' then 'touches: ' || substring(metric, 19)
            when metric like 'hours_per_event_%' then 'hours: ' || substring(metric, 17)
        end as slice,
        case when metric like 'touches_per_event_%' then 'touches' else 'hours' end as unit
    from progress
    where
        failure_mode = 'architecture_drift'
        and (metric like 'touches_per_event_%' or metric like 'hours_per_event_%')
    group by failure_mode, metric

),

measures as (

    select
        metric_id,
        failure_mode,
        metric,
        slice,
        unit
    from metric_measures
    union all
    select
        'M22' as metric_id,
        failure_mode,
        metric,
        slice,
        unit
    from touches

),

final as (

    select
        measures.metric_id,
        'quarter' as period,
        progress.quarter as period_start,
        progress.segment,
        measures.slice,
        progress.value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        measures.unit,
        progress.value is not null as is_measurable,
        case
            when progress.value is null
                then coalesce(progress.reason, 'its mode could not measure it')
        end as reason
    from measures
    inner join progress
        on measures.failure_mode = progress.failure_mode and measures.metric = progress.metric
    union all
    select
        'M97' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'all' as slice,
        cast(idle_accounts as double) / nullif(accounts, 0) as value,
        cast(idle_accounts as double) as numerator,
        cast(accounts as double) as denominator,
        'share' as unit,
        idle_accounts is not null as is_measurable,
        case when idle_accounts is null then 'needs product_signals' end as reason
    from idle_value

)

select * from final
