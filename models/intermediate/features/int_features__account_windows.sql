with event_windows as (

    select * from {{ ref('int_features__event_windows') }}

),

value_windows as (

    select * from {{ ref('int_features__value_windows') }}

),

limit_windows as (

    select * from {{ ref('int_features__limit_windows') }}

),

invite_windows as (

    select * from {{ ref('int_features__invite_windows') }}

),

prompt_windows as (

    select * from {{ ref('int_features__prompt_windows') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

together as (

    select
        workspace_id, as_of_on, active_days, active_users, depth_days, premium_days, pricing_days,
        integration_days, events, 0 as value_events, cast(null as double) as limit_peak_share,
        0 as blocked_days, 0 as invites_sent, 0 as prompts_engaged, latest_fact_on
    from event_windows
    union all
    select
        workspace_id, as_of_on, 0, 0, 0, 0, 0, 0, 0, value_events, null, 0, 0, 0, latest_fact_on
    from value_windows
    union all
    select
        workspace_id, as_of_on, 0, 0, 0, 0, 0, 0, 0, 0, limit_peak_share, blocked_days, 0, 0,
        latest_fact_on
    from limit_windows
    union all
    select
        workspace_id, as_of_on, 0, 0, 0, 0, 0, 0, 0, 0, null, 0, invites_sent, 0, latest_fact_on
    from invite_windows
    union all
    select
        workspace_id, as_of_on, 0, 0, 0, 0, 0, 0, 0, 0, null, 0, 0, prompts_engaged, latest_fact_on
    from prompt_windows

),

-- Over several workspaces users and events add up; of days and limits the highest counts.
final as (

    select
        workspace_accounts.account_id,
        together.as_of_on,
        max(together.active_days) as active_days,
        cast(sum(together.active_users) as bigint) as active_users,
        max(together.depth_days) as depth_days,
        max(together.premium_days) as premium_days,
        max(together.pricing_days) as pricing_days,
        max(together.integration_days) as integration_days,
        cast(sum(together.events) as bigint) as events,
        cast(sum(together.value_events) as bigint) as value_events,
        max(together.limit_peak_share) as limit_peak_share,
        max(together.blocked_days) as blocked_days,
        cast(sum(together.invites_sent) as bigint) as invites_sent,
        cast(sum(together.prompts_engaged) as bigint) as prompts_engaged,
        max(together.latest_fact_on) as latest_fact_on
    from together
    inner join workspace_accounts on together.workspace_id = workspace_accounts.workspace_id
    group by workspace_accounts.account_id, together.as_of_on

)

select * from final
