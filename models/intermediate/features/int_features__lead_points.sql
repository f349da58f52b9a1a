with lead_facts as (

    select * from {{ ref('int_features__lead_facts') }}

),

pql_points as (

    select * from {{ ref('int_config__pql_points') }}

),

settings as (

    select * from {{ ref('int_features__settings') }}

),

worth as (

    select
        sum(case when signal = 'accepted_invites_28d' then points else 0 end) as invites,
        sum(case when signal = 'premium_or_core_depth' then points else 0 end) as depth,
        sum(case when signal = 'limit_proximity' then points else 0 end) as limit_near,
        sum(case when signal = 'engagement_top' then points else 0 end) as engagement,
        sum(case when signal = 'activated_in_window' then points else 0 end) as activation,
        sum(case when signal = 'intent_view' then points else 0 end) as intent
    from pql_points

),

aged as (

    select
        *,
        case when age_days < 30 then 1 when age_days < 90 then 2 else 3 end as age_band
    from lead_facts

),

-- Engaged is who does more than most others of its age on the same day.
ranked as (

    select
        *,
        (
            percent_rank() over (
                partition by as_of_on, age_band
                order by active_users asc nulls last
            )
            + percent_rank() over (
                partition by as_of_on, age_band
                order by events asc nulls last
            )
            + percent_rank() over (
                partition by as_of_on, age_band
                order by active_days asc nulls last
            )
        ) / 3 as engagement_score
    from aged

),

standing as (

    select
        *,
        percent_rank() over (
            partition by as_of_on, age_band
            order by engagement_score asc nulls last
        ) as engagement_share
    from ranked

),

signals as (

    select
        standing.workspace_id,
        standing.as_of_on,
        standing.engagement_share,
        standing.active_days_7d > 0 as is_active_7d,
        standing.invites_accepted >= settings.pql_accepted_invites as has_invites,
        standing.depth_days >= settings.pql_depth_days as has_depth,
        coalesce(standing.limit_peak_share >= settings.limit_proximity_share, false)
            as is_near_limit,
        standing.active_days > 0
        and standing.engagement_share >= 1 - settings.pql_engagement_top_share as is_engaged,
        coalesce(
            {{ dbt.datediff(
                dbt.dateadd('day', '-standing.age_days', 'standing.as_of_on'),
                'standing.first_value_on', 'day'
            ) }} < settings.act_window_days,
            false
        ) as is_activated,
        standing.pricing_days + standing.purchase_intents > 0 as has_intent
    from standing
    cross join settings

),

final as (

    select
        signals.workspace_id,
        signals.as_of_on,
        signals.engagement_share,
        signals.is_active_7d,
        signals.is_activated,
        concat_ws(
            '; ',
            case when signals.has_invites then 'accepted invites' end,
            case when signals.has_depth then 'core or premium features' end,
            case when signals.is_near_limit then 'near a limit' end,
            case when signals.is_engaged then 'more in use than most of its age' end,
            case when signals.is_activated then 'value soon after sign-up' end,
            case when signals.has_intent then 'looked at prices or began to buy' end
        ) as earned_by,
        cast(
            case when signals.has_invites then worth.invites else 0 end
            + case when signals.has_depth then worth.depth else 0 end
            + case when signals.is_near_limit then worth.limit_near else 0 end
            + case when signals.is_engaged then worth.engagement else 0 end
            + case when signals.is_activated then worth.activation else 0 end
            + case when signals.has_intent then worth.intent else 0 end as bigint
        ) as points
    from signals
    cross join worth

)

select * from final
