with states as (

    select * from {{ ref('int_failure_modes__eo_states') }}
    where is_base

),

months as (

    select * from {{ ref('int_failure_modes__months') }}

),

expansions as (

    select * from {{ ref('int_failure_modes__eo_expansions') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- The latest month whose horizon has passed, and those a horizon before: none is seen twice.
matured as (

    select
        months.as_of_month,
        row_number() over (order by months.as_of_month desc nulls last) as recency
    from months
    cross join settings
    cross join as_of
    where {{ dbt.datediff('months.as_of_on', 'as_of.as_of_on', 'day') }} >= settings.eo_horizon_days

),

judged as (

    select
        states.as_of_month,
        states.as_of_on,
        states.account_id,
        max(states.peer_group) as peer_group,
        max(case when states.state in ('fresh', 'emerging', 'orphan', 'worked') then 1 else 0 end)
            as is_ready,
        max(case when states.state in ('excluded', 'not_assessable') then 1 else 0 end)
            as is_left_out
    from states
    cross join settings
    inner join matured
        on states.as_of_month = matured.as_of_month
            and mod(
                matured.recency - 1,
                cast(ceil(cast(settings.eo_horizon_days as double) / 30) as bigint)
            ) = 0
    group by states.as_of_month, states.as_of_on, states.account_id

),

outcomes as (

    select
        judged.as_of_month,
        judged.account_id,
        max(1) as has_expanded
    from judged
    cross join settings
    inner join expansions
        on judged.account_id = expansions.account_id
            and judged.as_of_on < expansions.expanded_on
            and {{ dbt.datediff('judged.as_of_on', 'expansions.expanded_on', 'day') }}
            <= settings.eo_horizon_days
    group by judged.as_of_month, judged.account_id

),

final as (

    select
        judged.as_of_month,
        judged.peer_group,
        cast(sum(judged.is_ready) as bigint) as flagged,
        cast(sum(judged.is_ready * coalesce(outcomes.has_expanded, 0)) as bigint)
            as flagged_expanded,
        cast(sum(1 - judged.is_ready) as bigint) as other,
        cast(sum((1 - judged.is_ready) * coalesce(outcomes.has_expanded, 0)) as bigint)
            as other_expanded,
        max(settings.impact_interval_level) as interval_level
    from judged
    cross join settings
    left join outcomes
        on judged.as_of_month = outcomes.as_of_month and judged.account_id = outcomes.account_id
    where judged.is_left_out = 0 or judged.is_ready = 1
    group by judged.as_of_month, judged.peer_group

)

select * from final
