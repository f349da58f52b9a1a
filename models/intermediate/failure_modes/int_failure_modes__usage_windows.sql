with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

windows as (

    select * from {{ ref('int_failure_modes__windows') }}

),

event_days as (

    select * from {{ ref('int_product__event_days') }}

),

event_catalog as (

    select * from {{ ref('stg_config__event_catalog') }}

),

-- An act without a user counts as an act, not as somebody.
user_days as (

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

first_uses as (

    select
        account_id,
        min(used_on) as first_used_on
    from user_days
    group by account_id

),

final as (

    select
        accounts.as_of_month,
        accounts.account_id,
        windows.window_name,
        windows.from_on,
        windows.to_on,
        accounts.peer_group,
        first_uses.first_used_on,
        cast(count(distinct user_days.user_id) as bigint) as active_users,
        cast(count(distinct user_days.used_on) as bigint) as active_days,
        cast(coalesce(sum(user_days.value_events), 0) as bigint) as value_events,
        cast(coalesce(sum(user_days.events - user_days.value_events), 0) as bigint)
            as other_events,
        cast(
            count(distinct case when user_days.value_events > 0 then user_days.user_id end)
            as bigint
        ) as value_users
    from accounts
    inner join windows on accounts.as_of_month = windows.as_of_month
    inner join first_uses
        on
            accounts.account_id = first_uses.account_id
            and accounts.as_of_on >= first_uses.first_used_on
    left join user_days
        on
            accounts.account_id = user_days.account_id
            and windows.from_on <= user_days.used_on
            and windows.to_on >= user_days.used_on
    group by
        accounts.as_of_month,
        accounts.account_id,
        windows.window_name,
        windows.from_on,
        windows.to_on,
        accounts.peer_group,
        first_uses.first_used_on

)

select * from final
