with failure_mode_metrics as (

    select * from {{ ref('int_failure_modes__metrics') }}

),

economics_metrics as (

    select * from {{ ref('int_economics__metrics') }}

),

attribution_metrics as (

    select * from {{ ref('int_attribution__metrics') }}

),

growth_metrics as (

    select * from {{ ref('int_growth__metrics') }}

),

retention as (

    select * from {{ ref('rpt_retention') }}

),

nrr_bridge as (

    select * from {{ ref('rpt_nrr_bridge') }}

),

metric_lacks as (

    select * from {{ ref('int_inputs__metric_lacks') }}

),

own as (

    select
        'M04' as metric_id,
        'month' as period,
        month as period_start,
        segment,
        case when is_above_100 then 'grows without a new customer' else 'does not' end as slice,
        cast(net_growth_arr as double) as value,
        cast(closing_arr as double) as numerator,
        cast(opening_arr as double) as denominator,
        'dollars' as unit,
        case when net_growth_arr is null then 'nobody paid a year before' end as reason
    from retention
    union all
    select
        'M104' as metric_id,
        'month' as period,
        month as period_start,
        segment,
        component as slice,
        points as value,
        cast(arr as double) as numerator,
        cast(null as double) as denominator,
        'points' as unit,
        case when points is null then 'nobody paid a year before' end as reason
    from nrr_bridge

),

together as (
    {% for relation in [
        'failure_mode_metrics', 'economics_metrics', 'attribution_metrics', 'growth_metrics'
    ] %}
    select
        metric_id,
        period,
        period_start,
        segment,
        slice,
        value,
        numerator,
        denominator,
        unit,
        reason
    from {{ relation }}
    union all
    {%- endfor %}
    select
        metric_id,
        period,
        period_start,
        segment,
        slice,
        value,
        numerator,
        denominator,
        unit,
        reason
    from own

),

-- A zero is one only where every table was there that could have shown more.
said as (

    select
        together.*,
        metric_lacks.missing_inputs,
        case when value <> 0 or metric_lacks.missing_inputs is null then value end as known_value
    from together
    left join metric_lacks on together.metric_id = metric_lacks.metric_id

),

final as (

    select
        metric_id,
        period,
        period_start,
        segment,
        slice,
        known_value as value,
        numerator,
        denominator,
        unit,
        known_value is not null as is_measurable,
        case when known_value is null
                then coalesce(reason, 'needs ' || missing_inputs, 'its inputs do not say')
        end as reason
    from said

)

select * from final
