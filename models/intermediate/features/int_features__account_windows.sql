with window_parts as (

    select * from {{ ref('int_features__window_parts') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

-- Over several workspaces users and events add up; of days and limits the highest counts.
final as (

    select
        workspace_accounts.account_id,
        window_parts.as_of_on,
        max(window_parts.active_days) as active_days,
        cast(sum(window_parts.active_users) as bigint) as active_users,
        max(window_parts.depth_days) as depth_days,
        max(window_parts.premium_days) as premium_days,
        max(window_parts.pricing_days) as pricing_days,
        max(window_parts.integration_days) as integration_days,
        cast(sum(window_parts.events) as bigint) as events,
        cast(sum(window_parts.value_events) as bigint) as value_events,
        max(window_parts.limit_peak_share) as limit_peak_share,
        max(window_parts.blocked_days) as blocked_days,
        cast(sum(window_parts.invites_sent) as bigint) as invites_sent,
        cast(sum(window_parts.prompts_engaged) as bigint) as prompts_engaged,
        max(window_parts.latest_fact_on) as latest_fact_on
    from window_parts
    inner join workspace_accounts on window_parts.workspace_id = workspace_accounts.workspace_id
    group by workspace_accounts.account_id, window_parts.as_of_on

)

select * from final
