with value_days as (

    select * from {{ ref('int_product__value_days') }}

),

deciding_days as (

    select * from {{ ref('int_product__deciding_days') }}
    where decides_for = 'workspace'

),

value_events as (

    select * from {{ ref('int_product__value_events') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

user_firsts as (

    select
        workspace_id,
        user_id,
        min(first_value_at) as first_value_at
    from value_days
    where user_id is not null
    group by workspace_id, user_id

),

users_in_order as (

    select
        workspace_id,
        first_value_at,
        row_number() over (
            partition by workspace_id
            order by first_value_at asc nulls last, user_id asc nulls last
        ) as user_number
    from user_firsts

),

events_in_order as (

    select
        deciding_days.workspace_id,
        value_events.occurred_at,
        deciding_days.event_number as deciding_number,
        row_number() over (
            partition by deciding_days.workspace_id
            order by value_events.occurred_at asc nulls last, value_events.event_id asc nulls last
        ) as event_number
    from value_events
    inner join deciding_days
        on
            value_events.workspace_id = deciding_days.workspace_id
            and value_events.value_on = deciding_days.value_on

),

final as (

    select
        users_in_order.workspace_id,
        greatest(users_in_order.first_value_at, events_in_order.occurred_at) as activated_at
    from users_in_order
    inner join thresholds on users_in_order.user_number = thresholds.act_min_users
    inner join events_in_order
        on
            users_in_order.workspace_id = events_in_order.workspace_id
            and events_in_order.event_number = events_in_order.deciding_number

)

select * from final
