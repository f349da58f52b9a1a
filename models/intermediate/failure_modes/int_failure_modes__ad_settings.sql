with scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where failure_mode = 'architecture_drift' and is_base

),

final as (

    select
        cast(max(case when parameter = 'ad_infer_orders' then value end) as bigint)
            as infer_orders,
        cast(max(case when parameter = 'spell_gap_days' then value end) as bigint)
            as spell_gap_days,
        cast(max(case when parameter = 'window_days' then value end) as bigint) as window_days,
        cast(max(case when parameter = 'min_cell_n' then value end) as bigint) as min_cell_n,
        cast(max(case when parameter = 'beta_prior_strength' then value end) as bigint)
            as prior_strength
    from scenario_values

)

select * from final
