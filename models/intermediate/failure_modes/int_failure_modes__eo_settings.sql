{{ config(materialized='view') }}

{%- set settings = {
    'window_days': 'bigint', 'min_cell_n': 'bigint', 'active_user_days': 'bigint',
    'limit_reading_gap_days': 'bigint', 'eo_saturation_days': 'bigint',
    'eo_saturation_pct': 'decimal(18, 6)', 'eo_adjacent_min_users': 'bigint',
    'eo_growth_pct': 'decimal(18, 6)', 'eo_growth_min_users': 'decimal(18, 6)',
    'eo_growth_min_limit_share': 'decimal(18, 6)', 'eo_weight_depth': 'decimal(18, 6)',
    'eo_weight_growth': 'decimal(18, 6)', 'eo_weight_saturation': 'decimal(18, 6)',
    'eo_weight_adjacent': 'decimal(18, 6)', 'eo_weight_dependency': 'decimal(18, 6)',
    'eo_weight_gate': 'decimal(18, 6)', 'eo_forecast_days': 'bigint', 'eo_horizon_days': 'bigint',
    'eo_prior_motion_days': 'bigint', 'eo_no_talk_days': 'bigint',
    'hu_min_value_coverage': 'decimal(18, 6)',
    'eo_win_prior': 'decimal(18, 6)', 'beta_prior_strength': 'decimal(18, 6)',
    'impact_interval_level': 'decimal(18, 6)', 'eo_flag_arr_share': 'decimal(18, 6)',
    'eo_capacity_months': 'bigint', 'eo_flag_nrr_points': 'decimal(18, 6)',
} -%}

with scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where failure_mode = 'expansion_orphans' and is_base

),

final as (

    select
        {%- for parameter, data_type in settings.items() %}
        cast(max(case when parameter = '{{ parameter }}' then value end) as {{ data_type }})
            as {{ parameter }},
        {%- endfor %}
        cast(max(case when parameter = 'eo_backtest_lift_min' then value end) as decimal(18, 6))
            as eo_backtest_lift_min
    from scenario_values

)

select * from final
