with states as (

    select * from {{ ref('int_growth__account_states') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- Each segment and all together.
scoped as (

    select
        states.*,
        as_of.as_of_on,
        cast(thresholds.limit_proximity_share as double) as limit_proximity_share,
        cast(thresholds.active_user_days as double) as active_user_days
    from states
    cross join thresholds
    cross join as_of

),

segments as (

    select
        scoped.*,
        segment as scope_name
    from scoped
    union all
    select
        scoped.*,
        'all' as scope_name
    from scoped

),

final as (

    select
        scope_name,
        as_of_on,
        count(*) as account_count,
        count(limit_proximity) as limit_count,
        count(case when limit_proximity >= limit_proximity_share then 1 end) as near_limit_count,
        median(limit_proximity) as limit_median,
        median(active_days) as days_median,
        sum(user_days) as user_days,
        sum(active_users) as active_users,
        sum(active_users * active_user_days) as possible_user_days,
        sum(adopted_features) as adopted_features,
        sum(core_features) as core_features,
        sum(invites_sent) as invites_sent,
        sum(invites_accepted) as invites_accepted
    from segments
    group by scope_name, as_of_on

)

select * from final
