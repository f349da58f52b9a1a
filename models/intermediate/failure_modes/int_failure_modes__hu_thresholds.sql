with scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where failure_mode = 'hollow_usage'

),

final as (

    select
        scenario_id,
        is_base,
        max(case when parameter = 'hu_usage_up_pct' then value end) as hu_usage_up_pct,
        max(case when parameter = 'hu_usage_flat_floor' then value end) as hu_usage_flat_floor,
        max(case when parameter = 'hu_usage_top_share' then value end) as hu_usage_top_share,
        max(case when parameter = 'hu_value_down_pct' then value end) as hu_value_down_pct,
        max(case when parameter = 'hu_outcome_max_age_days' then value end)
            as hu_outcome_max_age_days,
        max(case when parameter = 'hu_gap_z' then value end) as hu_gap_z,
        max(case when parameter = 'hu_min_value_coverage' then value end) as hu_min_value_coverage,
        max(case when parameter = 'hu_renewal_horizon_days' then value end)
            as hu_renewal_horizon_days,
        max(case when parameter = 'hu_urgent_days' then value end) as hu_urgent_days,
        max(case when parameter = 'hu_flag_hollow_share' then value end) as hu_flag_hollow_share,
        max(case when parameter = 'hu_flag_surprise_share' then value end)
            as hu_flag_surprise_share,
        max(case when parameter = 'hu_flag_usage_edge_points' then value end)
            as hu_flag_usage_edge_points,
        max(case when parameter = 'impact_interval_level' then value end) as impact_interval_level,
        max(case when parameter = 'min_cell_n' then value end) as min_cell_n,
        max(case when parameter = 'hu_backtest_lift_min' then value end) as hu_backtest_lift_min
    from scenario_values
    group by scenario_id, is_base

)

select * from final
