with scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where failure_mode = 'hollow_usage'

),

final as (

    select
        scenario_id,
        is_base,
        {%- for parameter in [
            'hu_usage_up_pct', 'hu_usage_flat_floor', 'hu_usage_top_share', 'hu_value_down_pct',
            'hu_outcome_max_age_days', 'hu_gap_z', 'hu_min_value_coverage',
            'hu_renewal_horizon_days', 'hu_urgent_days', 'hu_flag_hollow_share',
            'hu_flag_surprise_share', 'hu_flag_usage_edge_points', 'impact_interval_level',
            'min_cell_n', 'hu_backtest_lift_min',
        ] %}
        max(case when parameter = '{{ parameter }}' then value end) as {{ parameter }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from scenario_values
    group by scenario_id, is_base

)

select * from final
