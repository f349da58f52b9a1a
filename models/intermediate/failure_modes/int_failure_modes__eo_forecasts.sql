with line_terms as (

    select * from {{ ref('int_failure_modes__eo_line_terms') }}
    where quantity_unit = 'seat'

),

seat_levels as (

    select
        account_id,
        product_line,
        changed_on,
        lead(changed_on) over (
            partition by account_id, product_line order by changed_on asc nulls last
        ) as changes_next_on,
        active_users,
        paid_seats
    from {{ ref('int_product__seat_levels') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

-- The days of the window on which a level held, numbered from 0: first and one past the last.
pieces as (

    select
        line_terms.as_of_month,
        line_terms.account_id,
        line_terms.product_line,
        settings.window_days,
        settings.eo_forecast_days,
        seat_levels.active_users,
        case when seat_levels.changes_next_on is null
                or seat_levels.changes_next_on > line_terms.as_of_on
                then seat_levels.active_users
        end as last_users,
        case when seat_levels.changes_next_on is null
                or seat_levels.changes_next_on > line_terms.as_of_on
                then seat_levels.paid_seats
        end as last_seats,
        greatest(settings.window_days - 1 - {{ dbt.datediff(
            'seat_levels.changed_on', 'line_terms.as_of_on', 'day'
        ) }}, 0) as first_day,
        least(coalesce(settings.window_days - 1 - {{ dbt.datediff(
            'seat_levels.changes_next_on', 'line_terms.as_of_on', 'day'
        ) }}, settings.window_days), settings.window_days) as end_day
    from line_terms
    cross join settings
    inner join seat_levels
        on line_terms.account_id = seat_levels.account_id
            and line_terms.product_line = seat_levels.product_line
            and line_terms.as_of_on >= seat_levels.changed_on
            and coalesce(
                {{ dbt.datediff('seat_levels.changes_next_on', 'line_terms.as_of_on', 'day') }}
                < settings.window_days - 1,
                true
            )

),

-- Sums over days of users, and of users times the number of the day, without a row per day.
sums as (

    select
        as_of_month,
        account_id,
        product_line,
        window_days,
        eo_forecast_days,
        max(last_users) as active_users,
        max(last_seats) as paid_seats,
        sum(active_users * (end_day - first_day)) as user_days,
        sum(active_users * ((end_day - first_day) * (first_day + end_day - 1))) as weighed_days
    from pieces
    group by as_of_month, account_id, product_line, window_days, eo_forecast_days

),

-- The least squares line through the days: twelve times its covariance over n times (n2 - 1).
lines as (

    select
        *,
        cast(user_days as double) / window_days as mean_users,
        cast(6 * (weighed_days - (window_days - 1) * user_days) as double)
        / (window_days * (window_days * window_days - 1)) as users_per_day
    from sums

),

final as (

    select
        as_of_month,
        account_id,
        product_line,
        active_users,
        paid_seats,
        cast(users_per_day as decimal(18, 8)) as users_per_day,
        cast(greatest(
            mean_users + users_per_day * (cast(window_days - 1 as double) / 2 + eo_forecast_days), 0
        ) as decimal(18, 8)) as forecast_active_users
    from lines

)

select * from final
