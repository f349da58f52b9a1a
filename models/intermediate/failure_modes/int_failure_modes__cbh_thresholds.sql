with scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where failure_mode = 'conversion_black_holes'

),

final as (

    select
        scenario_id,
        is_base,
        cast(max(case when parameter = 'cbh_grace_days_self_serve' then value end) as bigint)
            as grace_days_self_serve,
        cast(max(case when parameter = 'cbh_grace_days_assisted' then value end) as bigint)
            as grace_days_assisted,
        cast(max(case when parameter = 'cbh_grace_days_pilot' then value end) as bigint)
            as grace_days_pilot,
        cast(max(case when parameter = 'cbh_prior_motion_days' then value end) as bigint)
            as prior_motion_days,
        cast(max(case when parameter = 'cbh_max_age_days' then value end) as bigint)
            as max_age_days,
        cast(max(case when parameter = 'cbh_still_active_days' then value end) as bigint)
            as still_active_days,
        max(case when parameter = 'causal_haircut' then value end) as causal_haircut
    from scenario_values
    group by scenario_id, is_base

)

select * from final
