with scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where failure_mode = 'product_passive_growth'

),

final as (

    select
        scenario_id,
        is_base,
        cast(max(case when parameter = 'min_account_age_days' then value end) as bigint)
            as min_account_age_days,
        max(case when parameter = 'ppg_share_max' then value end) as share_max,
        max(case when parameter = 'ppg_elasticity' then value end) as elasticity,
        max(case when parameter = 'ppg_rpe_slope' then value end) as rpe_slope
    from scenario_values
    group by scenario_id, is_base

)

select * from final
