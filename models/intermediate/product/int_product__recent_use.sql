with event_days as (

    select * from {{ ref('int_product__event_days') }}

),

product_users as (

    select * from {{ ref('stg_product__product_users') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

pack_sizes as (

    select cast(value as bigint) as pack_size
    from {{ ref('int_config__parameter_values') }}
    where parameter = 'context_pack_size'

),

recent as (

    select event_days.*
    from event_days
    cross join as_of
    cross join parameters
    where
        event_days.used_on <= as_of.as_of_on
        and event_days.used_on
        > {{ dbt.dateadd('day', '-parameters.active_user_days', 'as_of.as_of_on') }}

),

user_days as (

    select
        account_id,
        user_id,
        count(distinct used_on) as active_days
    from recent
    where user_id is not null
    group by account_id, user_id

),

activity as (

    select
        account_id,
        count(*) as active_users,
        cast(sum(active_days) as double) / count(*) as active_days_per_user
    from user_days
    group by account_id

),

feature_sums as (

    select
        account_id,
        coalesce(feature_key, event_name) as feature,
        sum(event_count) as event_count
    from recent
    group by account_id, coalesce(feature_key, event_name)

),

ranked_features as (

    select
        *,
        row_number() over (
            partition by account_id order by event_count desc nulls last, feature asc nulls last
        ) as place
    from feature_sums

),

features as (

    select
        ranked_features.account_id,
        {{ dbt.listagg(
            "concat_ws(' ', feature, cast(event_count as varchar))", "'; '", 'order by place asc nulls last'
        ) }} as features_used
    from ranked_features
    cross join pack_sizes
    where ranked_features.place <= pack_sizes.pack_size
    group by ranked_features.account_id

),

team_users as (

    select
        recent.account_id,
        lower(trim(product_users.department)) as department,
        count(distinct recent.user_id) as active_users
    from recent
    inner join product_users
        on
            recent.workspace_id = product_users.workspace_id
            and recent.user_id = product_users.user_id
    where trim(product_users.department) <> ''
    group by recent.account_id, lower(trim(product_users.department))

),

teams as (

    select
        account_id,
        {{ dbt.listagg(
            "concat_ws(' ', department, cast(active_users as varchar))", "'; '",
            'order by active_users desc nulls last, department asc nulls last'
        ) }} as teams_active
    from team_users
    group by account_id

),

final as (

    select
        features.account_id,
        features.features_used,
        teams.teams_active,
        cast(coalesce(activity.active_users, 0) as bigint) as active_users,
        activity.active_days_per_user
    from features
    left join activity on features.account_id = activity.account_id
    left join teams on features.account_id = teams.account_id

)

select * from final
