with usage_windows as (

    select * from {{ ref('int_failure_modes__usage_windows') }}

),

usage_changes as (

    select * from {{ ref('int_failure_modes__usage_changes') }}

),

settings as (

    select * from {{ ref('int_failure_modes__hu_settings') }}

),

-- Everybody stands in the circle of the own size and in that of all.
circles as (

    select
        *,
        peer_group as peers
    from usage_windows
    union all
    select
        *,
        'all' as peers
    from usage_windows

),

-- Whole numbers are summed, so that the result does not depend on the order of rows.
sums as (

    select
        as_of_month,
        peers,
        count(*) as peer_accounts,
        cast(sum(active_users) as double) as user_sum,
        cast(sum(active_users * active_users) as double) as user_squares,
        cast(sum(value_events + other_events) as double) as event_sum,
        cast(sum((value_events + other_events) * (value_events + other_events)) as double)
            as event_squares,
        cast(sum(active_days) as double) as day_sum,
        cast(sum(active_days * active_days) as double) as day_squares
    from circles
    where window_name = 'index'
    group by as_of_month, peers

),

depths as (

    select
        as_of_month,
        peers,
        cast(sum(value_events) as double) / nullif(sum(active_users), 0) as mean_depth
    from circles
    where window_name = 'recent'
    group by as_of_month, peers

),

changes as (

    select
        circles.as_of_month,
        circles.peers,
        count(*) as compared_accounts,
        cast(sum(usage_changes.usage_change) as double) / count(*) as mean_change,
        cast(sum(cast(
            usage_changes.usage_change * usage_changes.usage_change as decimal(28, 16)
        )) as double) / count(*) as mean_change_squared
    from circles
    inner join usage_changes
        on
            circles.as_of_month = usage_changes.as_of_month
            and circles.account_id = usage_changes.account_id
    where circles.window_name = 'index'
    group by circles.as_of_month, circles.peers

),

final as (

    select
        sums.as_of_month,
        sums.peers,
        sums.peer_accounts,
        coalesce(changes.compared_accounts, 0) as compared_accounts,
        sums.user_sum / sums.peer_accounts as mean_users,
        sqrt(greatest(
            sums.user_squares / sums.peer_accounts
            - sums.user_sum / sums.peer_accounts * sums.user_sum / sums.peer_accounts, 0
        )) as spread_users,
        sums.event_sum / sums.peer_accounts as mean_events,
        sqrt(greatest(
            sums.event_squares / sums.peer_accounts
            - sums.event_sum / sums.peer_accounts * sums.event_sum / sums.peer_accounts, 0
        )) as spread_events,
        sums.day_sum / sums.peer_accounts as mean_days,
        sqrt(greatest(
            sums.day_squares / sums.peer_accounts
            - sums.day_sum / sums.peer_accounts * sums.day_sum / sums.peer_accounts, 0
        )) as spread_days,
        depths.mean_depth,
        case when changes.compared_accounts >= settings.min_cell_n then changes.mean_change end
            as mean_change,
        case
            when changes.compared_accounts >= settings.min_cell_n
                then sqrt(greatest(
                        changes.mean_change_squared - changes.mean_change * changes.mean_change, 0
                    ))
        end as spread_change
    from sums
    cross join settings
    inner join depths
        on sums.as_of_month = depths.as_of_month and sums.peers = depths.peers
    left join changes
        on sums.as_of_month = changes.as_of_month and sums.peers = changes.peers
    where sums.peer_accounts >= settings.min_cell_n

)

select * from final
