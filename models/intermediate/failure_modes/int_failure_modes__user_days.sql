with event_days as (

    select * from {{ ref('int_product__event_days') }}

),

event_catalog as (

    select * from {{ ref('stg_config__event_catalog') }}

),

summed as (

    select
        event_days.account_id,
        event_days.user_id,
        event_days.used_on,
        sum(event_days.event_count) as events,
        sum(case when event_catalog.is_value_event then event_days.event_count else 0 end)
            as value_events
    from event_days
    left join event_catalog on event_days.event_name = event_catalog.event_name
    group by event_days.account_id, event_days.user_id, event_days.used_on

),

final as (

    select
        account_id,
        user_id,
        used_on,
        cast({{ dbt.date_trunc('month', 'used_on') }} as date) as used_month,
        cast(events as bigint) as events,
        cast(value_events as bigint) as value_events,
        row_number() over (
            partition by account_id, used_on order by user_id asc nulls last
        ) = 1 as is_first_of_day
    from summed

)

select * from final
