with activity as (

    select * from {{ ref('int_growth__account_activity') }}

),

limit_days as (

    select * from {{ ref('int_product__limit_days') }}

),

event_catalog as (

    select * from {{ ref('stg_config__event_catalog') }}
    where is_core_feature

),

invites as (

    select * from {{ ref('stg_product__invites') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

account_classes as (

    select * from {{ ref('int_identity__account_classes') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

core as (

    select count(distinct feature_key) as core_features
    from event_catalog

),

limits as (

    select
        workspace_accounts.account_id,
        max(cast(limit_days.quantity as double) / cast(limit_days.limit_value as double))
            as limit_proximity
    from limit_days
    cross join as_of
    cross join settings
    inner join workspace_accounts on limit_days.workspace_id = workspace_accounts.workspace_id
    where
        limit_days.limit_value > 0
        and limit_days.used_on
        > {{ dbt.dateadd('day', '-settings.pql_limit_peak_days', 'as_of.as_of_on') }}
        and limit_days.used_on <= as_of.as_of_on
    group by workspace_accounts.account_id

),

invited as (

    select
        workspace_accounts.account_id,
        count(*) as invites_sent,
        count(invites.accepted_at) as invites_accepted
    from invites
    cross join as_of
    cross join settings
    inner join workspace_accounts on invites.workspace_id = workspace_accounts.workspace_id
    where
        cast(invites.sent_at as date)
        > {{ dbt.dateadd('day', '-settings.viral_days', 'as_of.as_of_on') }}
    group by workspace_accounts.account_id

),

final as (

    select
        activity.account_id,
        coalesce(account_classes.segment, 'unknown') as segment,
        activity.active_users,
        activity.active_days,
        activity.user_days,
        activity.adopted_features,
        core.core_features,
        limits.limit_proximity,
        coalesce(invited.invites_sent, 0) as invites_sent,
        coalesce(invited.invites_accepted, 0) as invites_accepted
    from activity
    cross join core
    left join limits on activity.account_id = limits.account_id
    left join invited on activity.account_id = invited.account_id
    left join account_classes on activity.account_id = account_classes.account_id

)

select * from final
