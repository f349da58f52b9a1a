with usage_windows as (

    select * from {{ ref('int_failure_modes__usage_windows') }}
    where window_name <> 'index'

),

usage_peers as (

    select * from {{ ref('int_failure_modes__usage_peers') }}

),

paid_seat_steps as (

    select * from {{ ref('int_product__paid_seat_steps') }}

),

line_seats as (

    select
        usage_windows.as_of_month,
        usage_windows.account_id,
        usage_windows.window_name,
        paid_seat_steps.product_line,
        sum(paid_seat_steps.seat_change) as seats
    from usage_windows
    inner join paid_seat_steps
        on
            usage_windows.account_id = paid_seat_steps.account_id
            and usage_windows.to_on >= paid_seat_steps.changed_on
    group by
        usage_windows.as_of_month,
        usage_windows.account_id,
        usage_windows.window_name,
        paid_seat_steps.product_line

),

-- One person may hold a seat on each line, so that lines do not add up to people.
seats as (

    select
        as_of_month,
        account_id,
        window_name,
        max(seats) as seats
    from line_seats
    group by as_of_month, account_id, window_name

),

placed as (

    select
        usage_windows.*,
        usage_peers.mean_depth,
        case
            when seats.seats > 0 then seats.seats
            when usage_windows.active_users > 0 then usage_windows.active_users
        end as seats,
        row_number() over (
            partition by
                usage_windows.as_of_month, usage_windows.account_id, usage_windows.window_name
            order by case when usage_peers.peers = 'all' then 1 else 0 end asc nulls last
        ) as choice_number
    from usage_windows
    left join usage_peers
        on
            usage_windows.as_of_month = usage_peers.as_of_month
            and usage_peers.peers in (usage_windows.peer_group, 'all')
    left join seats
        on
            usage_windows.as_of_month = seats.as_of_month
            and usage_windows.account_id = seats.account_id
            and usage_windows.window_name = seats.window_name
    where usage_windows.to_on >= usage_windows.first_used_on

),

-- Half of the scale is what peers reach; twice as deep is two thirds, so that there is no ceiling.
final as (

    select
        as_of_month,
        account_id,
        window_name,
        'depth' as component,
        'depth' as item_key,
        cast(
            value_events / (value_events + active_users * mean_depth) as decimal(18, 8)
        ) as score
    from placed
    where choice_number = 1 and active_users > 0 and mean_depth > 0
    union all
    select
        as_of_month,
        account_id,
        window_name,
        'reach' as component,
        'reach' as item_key,
        cast(least(value_users / cast(seats as double), 1) as decimal(18, 8)) as score
    from placed
    where choice_number = 1 and seats > 0

)

select * from final
