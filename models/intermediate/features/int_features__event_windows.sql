with event_days as (

    select * from {{ ref('int_product__event_days') }}

),

as_of_days as (

    select * from {{ ref('int_features__as_of_days') }}

),

final as (

    select
        event_days.workspace_id,
        as_of_days.as_of_on,
        max(event_days.account_id) as account_id,
        count(distinct event_days.used_on) as active_days,
        count(distinct case when as_of_days.days_before < 7 then event_days.used_on end)
            as active_days_7d,
        count(distinct event_days.user_id) as active_users,
        count(
            distinct case
                when event_days.is_core_feature or event_days.is_premium_gated
                    then event_days.used_on
            end
        ) as depth_days,
        count(distinct case when event_days.is_premium_gated then event_days.used_on end)
            as premium_days,
        count(distinct event_days.feature_key) as features_used,
        count(distinct case when event_days.event_kind = 'pricing_view' then event_days.used_on end)
            as pricing_days,
        count(
            distinct case
                when event_days.event_kind in ('integration', 'api') then event_days.used_on
            end
        ) as integration_days,
        cast(sum(event_days.event_count) as bigint) as events,
        max(event_days.used_on) as latest_fact_on
    from event_days
    inner join as_of_days on event_days.used_on = as_of_days.day_on
    group by event_days.workspace_id, as_of_days.as_of_on

)

select * from final
