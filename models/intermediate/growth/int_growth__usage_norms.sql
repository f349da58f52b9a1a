with peers as (

    select * from {{ ref('int_growth__usage_peers') }}

),

-- Sums of whole numbers are exact in any order.
exact as (

    select
        norm_month,
        age_months,
        cast(active_users as decimal(38, 0)) as active_users,
        cast(active_days as decimal(38, 0)) as active_days,
        cast(event_count as decimal(38, 0)) as event_count
    from peers

),

sums as (

    select
        norm_month,
        age_months,
        count(*) as peer_count,
        cast(sum(active_users) as double) / count(*) as users_mean,
        cast(sum(active_days) as double) / count(*) as days_mean,
        cast(sum(event_count) as double) / count(*) as events_mean,
        cast(sum(active_users * active_users) as double) / count(*) as users_square,
        cast(sum(active_days * active_days) as double) / count(*) as days_square,
        cast(sum(event_count * event_count) as double) / count(*) as events_square
    from exact
    group by norm_month, age_months

),

final as (

    select
        norm_month,
        age_months,
        peer_count,
        users_mean,
        nullif(sqrt(greatest(users_square - users_mean * users_mean, 0)), 0) as users_spread,
        days_mean,
        nullif(sqrt(greatest(days_square - days_mean * days_mean, 0)), 0) as days_spread,
        events_mean,
        nullif(sqrt(greatest(events_square - events_mean * events_mean, 0)), 0) as events_spread
    from sums

)

select * from final
