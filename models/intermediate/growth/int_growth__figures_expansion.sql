with events as (

    select * from {{ ref('int_revenue__events') }}
    where event_type like 'expansion%' or event_type = 'price_increase'

),

verdicts as (

    select * from {{ ref('int_attribution__event_verdicts') }}

),

judged as (

    select
        cast({{ dbt.date_trunc('month', 'events.effective_on') }} as date) as month,
        events.event_type,
        events.event_arr,
        events.order_channel = 'self_serve'
        and coalesce(verdicts.initiation, '') in (
            'product_performed_prompted', 'product_performed_unprompted'
        ) as is_self_serve
    from events
    left join verdicts on events.revenue_event_id = verdicts.revenue_event_id

),

months as (

    select
        month,
        sum(case when event_type <> 'price_increase' then event_arr else 0 end) as expansion_arr,
        sum(case when event_type <> 'price_increase' and is_self_serve then event_arr else 0 end)
            as self_serve_arr
    from judged
    group by month

),

drivers as (

    select
        month,
        case event_type
            when 'price_increase' then 'price, apart from expansion'
            else replace(event_type, 'expansion_', '')
        end as driver,
        sum(event_arr) as driver_arr
    from judged
    group by month, event_type

),

final as (

    select
        'M51' as metric_id,
        'month' as period,
        month as period_start,
        'all' as segment,
        'all' as slice,
        cast(expansion_arr as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'dollars' as unit,
        cast(null as varchar) as reason
    from months
    union all
    select
        'M52' as metric_id,
        'month' as period,
        month as period_start,
        'all' as segment,
        'self-serve, performed by the product' as slice,
        cast(self_serve_arr as double) / nullif(cast(expansion_arr as double), 0) as value,
        cast(self_serve_arr as double) as numerator,
        cast(expansion_arr as double) as denominator,
        'share' as unit,
        case when expansion_arr = 0 then 'no expansion' end as reason
    from months
    union all
    select
        'M53' as metric_id,
        'month' as period,
        month as period_start,
        'all' as segment,
        driver as slice,
        cast(driver_arr as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'dollars' as unit,
        cast(null as varchar) as reason
    from drivers

)

select * from final
