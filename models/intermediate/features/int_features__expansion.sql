with paid_lines as (

    select * from {{ ref('int_failure_modes__paid_lines') }}

),

as_of_dates as (

    select * from {{ ref('int_features__as_of_dates') }}

),

account_windows as (

    select * from {{ ref('int_features__account_windows') }}

),

line_seats as (

    select * from {{ ref('int_features__line_seats') }}

),

expansion_orders as (

    select * from {{ ref('int_features__expansion_orders') }}

),

motion_windows as (

    select * from {{ ref('int_features__motion_windows') }}

),

settings as (

    select * from {{ ref('int_features__settings') }}

),

lines as (

    select
        paid_lines.account_id,
        paid_lines.product_line,
        as_of_dates.as_of_on,
        as_of_dates.is_current,
        cast({{ dbt.dateadd('day', -1, 'as_of_dates.as_of_month') }} as date) as month_before_on,
        paid_lines.line_first_paid_on,
        paid_lines.arr
    from paid_lines
    inner join as_of_dates on paid_lines.as_of_on = as_of_dates.as_of_on

),

orders_around as (

    select
        lines.account_id,
        lines.product_line,
        lines.as_of_on,
        max(case when orders.expanded_on <= lines.as_of_on then orders.expanded_on end)
            as expanded_last_on,
        count(case when orders.expanded_on <= lines.as_of_on then orders.expanded_on end)
            as expansions_before,
        min(case when orders.expanded_on > lines.as_of_on then orders.expanded_on end)
            as outcome_on
    from lines
    inner join expansion_orders as orders
        on lines.account_id = orders.account_id and lines.product_line = orders.product_line
    group by lines.account_id, lines.product_line, lines.as_of_on

),

final as (

    select
        lines.account_id,
        lines.product_line,
        lines.as_of_on,
        lines.is_current,
        greatest(
            lines.line_first_paid_on,
            coalesce(now_windows.latest_fact_on, lines.line_first_paid_on),
            coalesce(motion_windows.latest_fact_on, lines.line_first_paid_on),
            coalesce(orders_around.expanded_last_on, lines.line_first_paid_on)
        ) as latest_fact_on,
        cast({{ dbt.dateadd('day', 1, 'lines.as_of_on') }} as date) as label_from,
        cast(
            {{ dbt.dateadd('day', 'settings.expansion_horizon_days', 'lines.as_of_on') }} as date
        ) as label_until,
        orders_around.outcome_on,
        {{ dbt.datediff('lines.line_first_paid_on', 'lines.as_of_on', 'day') }} as paying_days,
        cast(lines.arr as double) as arr_of_line,
        {{ dbt.datediff('orders_around.expanded_last_on', 'lines.as_of_on', 'day') }}
            as days_after_expansion,
        coalesce(orders_around.expansions_before, 0) as expansions_before,
        coalesce(now_windows.active_days, 0) as active_days,
        coalesce(now_windows.active_users, 0) as active_users,
        case
            when before_windows.active_users > 0
                then cast(coalesce(now_windows.active_users, 0) as double)
                    / cast(before_windows.active_users as double) - 1
        end as user_growth,
        case
            when before_windows.events > 0
                then cast(coalesce(now_windows.events, 0) as double)
                    / cast(before_windows.events as double) - 1
        end as event_growth,
        line_seats.seat_fill_share,
        coalesce(now_windows.depth_days, 0) as depth_days,
        coalesce(now_windows.premium_days, 0) as premium_days,
        coalesce(now_windows.pricing_days, 0) as pricing_days,
        coalesce(now_windows.integration_days, 0) as integration_days,
        now_windows.limit_peak_share,
        coalesce(now_windows.blocked_days, 0) as blocked_days,
        coalesce(now_windows.invites_sent, 0) as invites_sent,
        coalesce(now_windows.prompts_engaged, 0) as prompts_engaged,
        case when motion_windows.account_id is not null then 1 else 0 end as had_motion
    from lines
    cross join settings
    left join account_windows as now_windows
        on lines.account_id = now_windows.account_id and lines.as_of_on = now_windows.as_of_on
    left join account_windows as before_windows
        on
            lines.account_id = before_windows.account_id
            and lines.month_before_on = before_windows.as_of_on
    left join line_seats
        on
            lines.account_id = line_seats.account_id
            and lines.product_line = line_seats.product_line
            and lines.as_of_on = line_seats.as_of_on
    left join orders_around
        on
            lines.account_id = orders_around.account_id
            and lines.product_line = orders_around.product_line
            and lines.as_of_on = orders_around.as_of_on
    left join motion_windows
        on lines.account_id = motion_windows.account_id and lines.as_of_on = motion_windows.as_of_on

)

select * from final
