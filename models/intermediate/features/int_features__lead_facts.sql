with leads as (

    select * from {{ ref('int_features__leads') }}

),

event_windows as (

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

first_values as (

    select
        workspace_id,
        min(value_on) as first_value_on
    from {{ ref('int_product__value_days') }}
    group by workspace_id

),

-- Nothing done is zero; a limit that was never read is unknown.
final as (

    select
        leads.workspace_id,
        leads.as_of_on,
        {{ dbt.datediff('leads.created_on', 'leads.as_of_on', 'day') }} as age_days,
        {{ dbt.datediff(
            'coalesce(leads.last_active_on, leads.created_on)', 'leads.as_of_on', 'day'
        ) }} as silent_days,
        case when first_values.first_value_on <= leads.as_of_on then first_values.first_value_on end
            as first_value_on,
        coalesce(event_windows.active_days, 0) as active_days,
        coalesce(event_windows.active_days_7d, 0) as active_days_7d,
        coalesce(event_windows.active_users, 0) as active_users,
        coalesce(event_windows.depth_days, 0) as depth_days,
        coalesce(event_windows.premium_days, 0) as premium_days,
        coalesce(event_windows.features_used, 0) as features_used,
        coalesce(event_windows.pricing_days, 0) as pricing_days,
        coalesce(event_windows.integration_days, 0) as integration_days,
        coalesce(event_windows.events, 0) as events,
        coalesce(value_windows.value_days, 0) as value_days,
        coalesce(value_windows.value_users, 0) as value_users,
        coalesce(value_windows.value_events, 0) as value_events,
        limit_windows.limit_peak_share,
        coalesce(limit_windows.blocked_days, 0) as blocked_days,
        coalesce(invite_windows.invites_sent, 0) as invites_sent,
        coalesce(invite_windows.invites_accepted, 0) as invites_accepted,
        coalesce(prompt_windows.prompts_shown, 0) as prompts_shown,
        coalesce(prompt_windows.prompts_engaged, 0) as prompts_engaged,
        coalesce(prompt_windows.purchase_intents, 0) as purchase_intents,
        greatest(
            leads.created_on,
            coalesce(leads.last_active_on, leads.created_on),
            coalesce(event_windows.latest_fact_on, leads.created_on),
            coalesce(value_windows.latest_fact_on, leads.created_on),
            coalesce(limit_windows.latest_fact_on, leads.created_on),
            coalesce(invite_windows.latest_fact_on, leads.created_on),
            coalesce(prompt_windows.latest_fact_on, leads.created_on)
        ) as latest_fact_on
    from leads
    left join event_windows
        on
            leads.workspace_id = event_windows.workspace_id
            and leads.as_of_on = event_windows.as_of_on
    left join value_windows
        on
            leads.workspace_id = value_windows.workspace_id
            and leads.as_of_on = value_windows.as_of_on
    left join limit_windows
        on
            leads.workspace_id = limit_windows.workspace_id
            and leads.as_of_on = limit_windows.as_of_on
    left join invite_windows
        on
            leads.workspace_id = invite_windows.workspace_id
            and leads.as_of_on = invite_windows.as_of_on
    left join prompt_windows
        on
            leads.workspace_id = prompt_windows.workspace_id
            and leads.as_of_on = prompt_windows.as_of_on
    left join first_values on leads.workspace_id = first_values.workspace_id

)

select * from final
