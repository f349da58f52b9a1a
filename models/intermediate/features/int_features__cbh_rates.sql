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
        matured.as_of_month,
        matured.peer_group,
        matured.icp_grade,
        cast(matured.usage_quintile as bigint) as usage_quintile,
        cast(sum(case when matured.has_motion then 1 else 0 end) as bigint) as with_motion,
        cast(
            sum(case when matured.has_motion and matured.is_converted then 1 else 0 end) as bigint
        ) as with_motion_converted,
        cast(sum(case when matured.has_motion then 0 else 1 end) as bigint) as without_motion,
        cast(
            sum(case when not matured.has_motion and matured.is_converted then 1 else 0 end)
            as bigint
        ) as without_motion_converted,
        settings.prior_strength,
        settings.interval_level,
        settings.min_cell_n
    from matured
    cross join settings
    group by
        matured.as_of_month,
        matured.peer_group,
        matured.icp_grade,
        matured.usage_quintile,
        settings.prior_strength,
        settings.interval_level,
        settings.min_cell_n

)

select * from final
