with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

windows as (

    select * from {{ ref('int_failure_modes__windows') }}

),

user_days as (

    select * from {{ ref('int_failure_modes__user_days') }}

),

first_uses as (

    select
        account_id,
        min(used_on) as first_used_on
    from user_days
    group by account_id

),

used_months as (

    select used_month
    from user_days
    group by used_month

),

-- A window and the calendar months that it touches: days are looked up by month.
month_windows as (

    select
        windows.*,
        used_months.used_month
    from windows
    inner join used_months
        on
            windows.to_on >= used_months.used_month
            and windows.from_on < {{ dbt.dateadd('month', 1, 'used_months.used_month') }}

),

window_users as (

    select
        accounts.account_id,
        accounts.as_of_month,
        month_windows.window_name,
        user_days.user_id,
        sum(user_days.events) as events,
        sum(user_days.value_events) as value_events,
        sum(case when user_days.is_first_of_day then 1 else 0 end) as first_of_days
    from accounts
    inner join month_windows on accounts.as_of_month = month_windows.as_of_month
    inner join user_days
        on
            accounts.account_id = user_days.account_id
            and month_windows.used_month = user_days.used_month
            and month_windows.from_on <= user_days.used_on
            and month_windows.to_on >= user_days.used_on
    group by
        accounts.account_id,
        accounts.as_of_month,
        month_windows.window_name,
        user_days.user_id

),

-- An act without a user counts as an act, not as somebody.
uses as (

    select
        account_id,
        as_of_month,
        window_name,
        count(user_id) as active_users,
        sum(first_of_days) as active_days,
        sum(value_events) as value_events,
        sum(events - value_events) as other_events,
        count(case when value_events > 0 then user_id end) as value_users
    from window_users
    group by account_id, as_of_month, window_name

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
        cast(coalesce(uses.active_users, 0) as bigint) as active_users,
        cast(coalesce(uses.active_days, 0) as bigint) as active_days,
        cast(coalesce(uses.value_events, 0) as bigint) as value_events,
        cast(coalesce(uses.other_events, 0) as bigint) as other_events,
        cast(coalesce(uses.value_users, 0) as bigint) as value_users
    from accounts
    inner join windows on accounts.as_of_month = windows.as_of_month
    inner join first_uses
        on
            accounts.account_id = first_uses.account_id
            and accounts.as_of_on >= first_uses.first_used_on
    left join uses
        on
            accounts.account_id = uses.account_id
            and accounts.as_of_month = uses.as_of_month
            and windows.window_name = uses.window_name

)

select * from final
