with handoffs as (

    select * from {{ ref('int_growth__handoffs') }}

),

touches as (

    select * from {{ ref('int_growth__handoff_touches') }}

),

outcomes as (

    select * from {{ ref('int_growth__handoff_outcomes') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

timed as (

    select
        cast({{ dbt.date_trunc('quarter', 'handoffs.delivered_at') }} as date) as quarter,
        handoffs.account_id,
        cast(
            {{ dbt.datediff('handoffs.delivered_at', 'touches.first_touched_at', 'second') }}
            as double
        ) / 3600 as hours_to_touch,
        outcomes.accepted_at is not null as is_accepted,
        touches.handoff_id is not null and outcomes.accepted_at is null as is_recycled,
        coalesce(touches.is_collision, false) as is_collision,
        settings.handoff_sla_hours_1,
        settings.handoff_sla_hours_2
    from handoffs
    cross join settings
    left join touches on handoffs.handoff_id = touches.handoff_id
    left join outcomes on handoffs.handoff_id = outcomes.handoff_id
    where not handoffs.is_open

),

counted as (

    select
        quarter,
        count(*) as handoff_count,
        count(distinct account_id) as account_count,
        count(distinct case when is_collision then account_id end) as collision_count,
        count(case when is_accepted then 1 end) as accepted_count,
        count(case when is_recycled then 1 end) as recycled_count,
        count(case when hours_to_touch <= handoff_sla_hours_1 then 1 end) as sla_1_count,
        count(case when hours_to_touch <= handoff_sla_hours_2 then 1 end) as sla_2_count,
        median(hours_to_touch) as median_hours
    from timed
    group by quarter

),

final as (

    select
        'M74' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'median time from delivery to the first human touch' as slice,
        cast(median_hours / 24 as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'days' as unit,
        case
            when median_hours is null then 'none was touched'
        end as reason
    from counted
    union all
    select
        'M74' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'touched within the first limit' as slice,
        cast(sla_1_count as double) / nullif(cast(handoff_count as double), 0) as value,
        cast(sla_1_count as double) as numerator,
        cast(handoff_count as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from counted
    union all
    select
        'M74' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'touched within the second limit' as slice,
        cast(sla_2_count as double) / nullif(cast(handoff_count as double), 0) as value,
        cast(sla_2_count as double) as numerator,
        cast(handoff_count as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from counted
    union all
    select
        'M74' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'accepted' as slice,
        cast(accepted_count as double) / nullif(cast(handoff_count as double), 0) as value,
        cast(accepted_count as double) as numerator,
        cast(handoff_count as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from counted
    union all
    select
        'M74' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'recycled' as slice,
        cast(recycled_count as double) / nullif(cast(handoff_count as double), 0) as value,
        cast(recycled_count as double) as numerator,
        cast(handoff_count as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from counted
    union all
    select
        'M75' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'accounts with a collision' as slice,
        cast(collision_count as double) / nullif(cast(account_count as double), 0) as value,
        cast(collision_count as double) as numerator,
        cast(account_count as double) as denominator,
        'share' as unit,
        cast(null as varchar) as reason
    from counted

)

select * from final
