with outcomes as (

    select * from {{ ref('int_failure_modes__cbh_outcomes') }}
    where is_judged

),

months as (

    select * from {{ ref('int_failure_modes__months') }}

),

settings as (

    select * from {{ ref('int_failure_modes__cbh_settings') }}

),

-- A case counts once its whole horizon lies in the past.
matured as (

    select
        months.as_of_month,
        outcomes.peer_group,
        outcomes.icp_grade,
        ntile(5) over (
            partition by months.as_of_month
            order by
                outcomes.usage_at_value asc nulls last,
                outcomes.account_id asc nulls last,
                outcomes.product_line asc nulls last
        ) as usage_quintile,
        coalesce(
            {{ dbt.datediff('outcomes.value_reached_on', 'outcomes.first_motion_at', 'day') }}
            <= settings.horizon_days,
            false
        ) as has_motion,
        coalesce(
            {{ dbt.datediff('outcomes.value_reached_on', 'outcomes.bought_on', 'day') }}
            <= settings.horizon_days,
            false
        ) as is_converted
    from months
    cross join settings
    inner join outcomes
        on {{ dbt.datediff('outcomes.value_reached_on', 'months.as_of_on', 'day') }}
            >= settings.horizon_days

),

final as (

    select
        as_of_month,
        peer_group,
        icp_grade,
        cast(usage_quintile as bigint) as usage_quintile,
        sum(case when has_motion then 1 else 0 end) as with_motion,
        sum(case when has_motion and is_converted then 1 else 0 end) as with_motion_converted,
        sum(case when has_motion then 0 else 1 end) as without_motion,
        sum(case when not has_motion and is_converted then 1 else 0 end)
            as without_motion_converted
    from matured
    group by as_of_month, peer_group, icp_grade, usage_quintile

)

select * from final
