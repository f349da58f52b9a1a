with usage_windows as (

    select * from {{ ref('int_failure_modes__usage_windows') }}
    where window_name = 'index'

),

usage_changes as (

    select * from {{ ref('int_failure_modes__usage_changes') }}

),

usage_peers as (

    select * from {{ ref('int_failure_modes__usage_peers') }}

),

settings as (

    select * from {{ ref('int_failure_modes__hu_settings') }}

),

standardised as (

    select
        usage_windows.as_of_month,
        usage_windows.account_id,
        usage_peers.peers,
        (usage_changes.usage_change - usage_peers.mean_change)
        / nullif(usage_peers.spread_change, 0) as change_z,
        settings.usage_weight_users,
        settings.usage_weight_events,
        settings.usage_weight_days,
        (usage_windows.active_users - usage_peers.mean_users)
        / nullif(usage_peers.spread_users, 0) as users_z,
        (usage_windows.value_events + usage_windows.other_events - usage_peers.mean_events)
        / nullif(usage_peers.spread_events, 0) as events_z,
        (usage_windows.active_days - usage_peers.mean_days)
        / nullif(usage_peers.spread_days, 0) as days_z
    from usage_windows
    cross join settings
    inner join usage_peers
        on
            usage_windows.as_of_month = usage_peers.as_of_month
            and usage_peers.peers in (usage_windows.peer_group, 'all')
    left join usage_changes
        on
            usage_windows.as_of_month = usage_changes.as_of_month
            and usage_windows.account_id = usage_changes.account_id

),

-- Where all peers are alike in a measure nobody is above or below them in it.
indexed as (

    select
        as_of_month,
        account_id,
        peers,
        change_z,
        cast((
            usage_weight_users * coalesce(users_z, 0)
            + usage_weight_events * coalesce(events_z, 0)
            + usage_weight_days * coalesce(days_z, 0)
        ) / nullif(usage_weight_users + usage_weight_events + usage_weight_days, 0)
        as decimal(18, 8)) as usage_index
    from standardised

),

-- The own circle first; its members alone are ranked in it.
ranked as (

    select
        *,
        cast(cume_dist() over (
            partition by as_of_month, peers order by usage_index asc nulls last
        ) as decimal(18, 8)) as usage_percentile,
        first_value(change_z) over (
            partition by as_of_month, account_id
            order by
                case when change_z is null then 1 else 0 end asc nulls last,
                case when peers = 'all' then 1 else 0 end asc nulls last
            rows between unbounded preceding and unbounded following
        ) as usage_trend_z,
        row_number() over (
            partition by as_of_month, account_id
            order by case when peers = 'all' then 1 else 0 end asc nulls last
        ) as choice_number
    from indexed

),

final as (

    select
        as_of_month,
        account_id,
        peers,
        usage_index,
        usage_percentile,
        cast(usage_trend_z as decimal(18, 8)) as usage_trend_z
    from ranked
    where choice_number = 1

)

select * from final
