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
        cast({{ dbt.date_trunc('month', 'event_days.used_on') }} as date) as used_month,
        sum(event_days.event_count) as events,
        sum(case when event_catalog.is_value_event then event_days.event_count else 0 end)
            as value_events
    from event_days
    left join event_catalog on event_days.event_name = event_catalog.event_name
    group by
        event_days.account_id,
        event_days.user_id,
        event_days.used_on,
        cast({{ dbt.date_trunc('month', 'event_days.used_on') }} as date)

),

account_days as (

    select
        account_id,
        used_on,
        used_month
    from user_days
    group by account_id, used_on, used_month

),

first_uses as (

    select
        account_id,
        min(used_on) as first_used_on
    from account_days
    group by account_id

),

used_months as (

    select used_month
    from account_days
    group by used_month

),

-- A window and the calendar months that it touches: days are looked up by month.
month_windows as (

    select
        accounts.account_id,
        windows.as_of_month,
        windows.window_name,
        windows.from_on,
        windows.to_on,
        used_months.used_month
    from windows
    inner join used_months
        on
            windows.to_on >= used_months.used_month
            and windows.from_on < {{ dbt.dateadd('month', 1, 'used_months.used_month') }}
    inner join accounts on windows.as_of_month = accounts.as_of_month

),

window_users as (

    select
        month_windows.account_id,
        month_windows.as_of_month,
        month_windows.window_name,
        user_days.user_id,
        sum(user_days.events) as events,
        sum(user_days.value_events) as value_events
    from month_windows
    inner join user_days
        on
            month_windows.account_id = user_days.account_id
            and month_windows.used_month = user_days.used_month
            and month_windows.from_on <= user_days.used_on
            and month_windows.to_on >= user_days.used_on
    group by
        month_windows.account_id,
        month_windows.as_of_month,
        month_windows.window_name,
        user_days.user_id

),

users as (

    select
        account_id,
        as_of_month,
        window_name,
        count(user_id) as active_users,
        count(case when value_events > 0 then user_id end) as value_users,
        sum(value_events) as value_events,
        sum(events - value_events) as other_events
    from window_users
    group by account_id, as_of_month, window_name

),

days as (

    select
        month_windows.account_id,
        month_windows.as_of_month,
        month_windows.window_name,
        count(*) as active_days
    from month_windows
    inner join account_days
        on
            month_windows.account_id = account_days.account_id
            and month_windows.used_month = account_days.used_month
            and month_windows.from_on <= account_days.used_on
            and month_windows.to_on >= account_days.used_on
    group by month_windows.account_id, month_windows.as_of_month, month_windows.window_name

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
        cast(coalesce(users.active_users, 0) as bigint) as active_users,
        cast(coalesce(days.active_days, 0) as bigint) as active_days,
        cast(coalesce(users.value_events, 0) as bigint) as value_events,
        cast(coalesce(users.other_events, 0) as bigint) as other_events,
        cast(coalesce(users.value_users, 0) as bigint) as value_users
    from accounts
    inner join windows on accounts.as_of_month = windows.as_of_month
    inner join first_uses
        on
            accounts.account_id = first_uses.account_id
            and accounts.as_of_on >= first_uses.first_used_on
    left join users
        on
            accounts.account_id = users.account_id
            and accounts.as_of_month = users.as_of_month
            and windows.window_name = users.window_name
    left join days
        on
            accounts.account_id = days.account_id
            and accounts.as_of_month = days.as_of_month
            and windows.window_name = days.window_name

)

select * from final
