with event_days as (

    select * from {{ ref('int_product__event_days') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

used as (

    select
        event_days.account_id,
        event_days.user_id,
        event_days.used_on,
        event_days.feature_key,
        event_days.is_core_feature
    from event_days
    cross join as_of
    cross join parameters
    where
        event_days.used_on
        > {{ dbt.dateadd('day', '-parameters.active_user_days', 'as_of.as_of_on') }}

),

activity as (

    select
        account_id,
        count(distinct user_id) as active_users,
        count(distinct used_on) as active_days,
        count(distinct concat_ws('/', user_id, cast(used_on as varchar))) as user_days
    from used
    where user_id is not null
    group by account_id

),

features as (

    select
        account_id,
        feature_key,
        count(distinct user_id) as feature_users
    from used
    where is_core_feature and feature_key is not null
    group by account_id, feature_key

),

adopted as (

    select
        account_id,
        count(*) as adopted_features
    from features
    where feature_users >= 2
    group by account_id

),

final as (

    select
        activity.account_id,
        activity.active_users,
        activity.active_days,
        activity.user_days,
        coalesce(adopted.adopted_features, 0) as adopted_features
    from activity
    left join adopted on activity.account_id = adopted.account_id

)

select * from final
