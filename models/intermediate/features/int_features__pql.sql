with leads as (

    select * from {{ ref('int_features__leads') }}

),

lead_facts as (

    select * from {{ ref('int_features__lead_facts') }}

),

lead_points as (

    select * from {{ ref('int_features__lead_points') }}

),

lead_standing as (

    select * from {{ ref('int_features__lead_standing') }}

),

settings as (

    select * from {{ ref('int_features__settings') }}

),

final as (

    select
        leads.workspace_id,
        leads.account_id,
        leads.as_of_on,
        leads.is_current,
        lead_facts.latest_fact_on,
        cast({{ dbt.dateadd('day', 1, 'leads.as_of_on') }} as date) as label_from,
        cast({{ dbt.dateadd('day', 'settings.pql_conversion_days', 'leads.as_of_on') }} as date)
            as label_until,
        leads.first_paid_on as outcome_on,
        lead_points.points,
        lead_points.is_recent,
        lead_facts.age_days,
        lead_facts.silent_days,
        lead_facts.active_days,
        lead_facts.active_days_7d,
        lead_facts.active_users,
        lead_facts.depth_days,
        lead_facts.premium_days,
        lead_facts.features_used,
        lead_facts.pricing_days,
        lead_facts.integration_days,
        lead_facts.events,
        lead_facts.value_days,
        lead_facts.value_users,
        lead_facts.value_events,
        lead_facts.limit_peak_share,
        lead_facts.blocked_days,
        lead_facts.invites_sent,
        lead_facts.invites_accepted,
        lead_facts.prompts_shown,
        lead_facts.prompts_engaged,
        lead_facts.purchase_intents,
        lead_standing.engagement_share,
        case when lead_standing.is_activated then 1 else 0 end as was_activated_in_window,
        case when leads.entry_model in ('free_trial', 'reverse_trial') then 1 else 0 end
            as entered_by_trial,
        case when leads.entry_model = 'open_source' then 1 else 0 end as entered_by_open_source,
        case
            when leads.as_of_on between leads.trial_starts_on and leads.trial_ends_on then 1 else 0
        end as in_trial,
        case
            when leads.trial_ends_on < leads.as_of_on
                then {{ dbt.datediff('leads.trial_ends_on', 'leads.as_of_on', 'day') }}
        end as days_after_trial
    from leads
    cross join settings
    inner join lead_facts
        on
            leads.workspace_id = lead_facts.workspace_id
            and leads.as_of_on = lead_facts.as_of_on
    inner join lead_points
        on
            leads.workspace_id = lead_points.workspace_id
            and leads.as_of_on = lead_points.as_of_on
    inner join lead_standing
        on
            leads.workspace_id = lead_standing.workspace_id
            and leads.as_of_on = lead_standing.as_of_on

)

select * from final
