with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

usage_windows as (

    select * from {{ ref('int_failure_modes__usage_windows') }}
    where window_name = 'index'

),

recent_windows as (

    select * from {{ ref('int_failure_modes__usage_windows') }}
    where window_name = 'recent'

),

usage_changes as (

    select * from {{ ref('int_failure_modes__usage_changes') }}

),

usage_standings as (

    select * from {{ ref('int_failure_modes__usage_standings') }}

),

final as (

    select
        accounts.as_of_month,
        accounts.as_of_on,
        accounts.account_id,
        accounts.peer_group,
        usage_standings.peers,
        usage_windows.first_used_on,
        usage_windows.active_users as active_users_28d,
        usage_windows.value_events as value_events_28d,
        usage_windows.other_events as other_events_28d,
        usage_windows.active_days as active_days_28d,
        recent_windows.active_users as active_users_recent,
        recent_windows.value_events + recent_windows.other_events as events_recent,
        recent_windows.active_days as active_days_recent,
        usage_standings.usage_index,
        usage_standings.usage_percentile,
        usage_changes.usage_trend,
        usage_changes.usage_change,
        usage_standings.usage_trend_z,
        case
            when usage_windows.account_id is null
                then 'the product has recorded no use of the account'
            when usage_standings.usage_index is null then 'too few accounts to compare with'
        end as index_reason,
        case
            when usage_windows.account_id is null
                then 'the product has recorded no use of the account'
            when usage_changes.usage_trend is null
                then 'it has not been used for two windows'
        end as trend_reason
    from accounts
    left join usage_windows
        on
            accounts.as_of_month = usage_windows.as_of_month
            and accounts.account_id = usage_windows.account_id
    left join recent_windows
        on
            accounts.as_of_month = recent_windows.as_of_month
            and accounts.account_id = recent_windows.account_id
    left join usage_changes
        on
            accounts.as_of_month = usage_changes.as_of_month
            and accounts.account_id = usage_changes.account_id
    left join usage_standings
        on
            accounts.as_of_month = usage_standings.as_of_month
            and accounts.account_id = usage_standings.account_id

)

select * from final
