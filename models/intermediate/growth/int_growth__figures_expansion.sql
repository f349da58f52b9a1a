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

    select {{ figure("'M51'", 'month', "month", "'all'", 'dollars', value="expansion_arr") }}
    from months
    union all
    select
        {{ figure(
            "'M52'", 'month', "month", "'self-serve, performed by the product'", 'share',
            numerator="self_serve_arr", denominator="expansion_arr",
            reason="case when expansion_arr = 0 then 'no expansion' end"
        ) }}
    from months
    union all
    select {{ figure("'M53'", 'month', "month", "driver", 'dollars', value="driver_arr") }}
    from drivers

)

select * from final
