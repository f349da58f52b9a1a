{{ config(materialized='view') }}

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

-- Kinds of facts side by side: what another kind knows nothing of is zero, or unknown.
final as (

    select
        workspace_id,
        as_of_on,
        'events' as fact_kind,
        active_days,
        active_users,
        depth_days,
        premium_days,
        pricing_days,
        integration_days,
        events,
        0 as value_events,
        cast(null as double) as limit_peak_share,
        0 as blocked_days,
        0 as invites_sent,
        0 as prompts_engaged,
        latest_fact_on
    from event_windows
    union all
    select
        workspace_id,
        as_of_on,
        'value' as fact_kind,
        0 as active_days,
        0 as active_users,
        0 as depth_days,
        0 as premium_days,
        0 as pricing_days,
        0 as integration_days,
        0 as events,
        value_events,
        cast(null as double) as limit_peak_share,
        0 as blocked_days,
        0 as invites_sent,
        0 as prompts_engaged,
        latest_fact_on
    from value_windows
    union all
    select
        workspace_id,
        as_of_on,
        'limits' as fact_kind,
        0 as active_days,
        0 as active_users,
        0 as depth_days,
        0 as premium_days,
        0 as pricing_days,
        0 as integration_days,
        0 as events,
        0 as value_events,
        limit_peak_share,
        blocked_days,
        0 as invites_sent,
        0 as prompts_engaged,
        latest_fact_on
    from limit_windows
    union all
    select
        workspace_id,
        as_of_on,
        'invites' as fact_kind,
        0 as active_days,
        0 as active_users,
        0 as depth_days,
        0 as premium_days,
        0 as pricing_days,
        0 as integration_days,
        0 as events,
        0 as value_events,
        cast(null as double) as limit_peak_share,
        0 as blocked_days,
        invites_sent,
        0 as prompts_engaged,
        latest_fact_on
    from invite_windows
    union all
    select
        workspace_id,
        as_of_on,
        'prompts' as fact_kind,
        0 as active_days,
        0 as active_users,
        0 as depth_days,
        0 as premium_days,
        0 as pricing_days,
        0 as integration_days,
        0 as events,
        0 as value_events,
        cast(null as double) as limit_peak_share,
        0 as blocked_days,
        0 as invites_sent,
        prompts_engaged,
        latest_fact_on
    from prompt_windows

)

select * from final
