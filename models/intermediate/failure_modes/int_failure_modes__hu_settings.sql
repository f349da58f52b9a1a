{{ config(materialized='view') }}

{%- set settings = {
    'window_days': 'bigint', 'active_user_days': 'bigint', 'min_cell_n': 'bigint',
    'usage_weight_users': 'decimal(18, 6)', 'usage_weight_events': 'decimal(18, 6)',
    'usage_weight_days': 'decimal(18, 6)', 'value_weight_outcome': 'decimal(18, 6)',
    'value_weight_depth': 'decimal(18, 6)', 'value_weight_reach': 'decimal(18, 6)',
    'value_weight_owner': 'decimal(18, 6)', 'value_weight_champion': 'decimal(18, 6)',
    'value_weight_survey': 'decimal(18, 6)', 'value_carry_days': 'bigint',
    'hu_champion_silent_days': 'bigint', 'hu_champion_left_days': 'bigint',
    'hu_surprise_days': 'bigint', 'renewal_gap_days': 'bigint',
} -%}

with scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where failure_mode = 'hollow_usage' and is_base

),

final as (

    select
        {%- for parameter, data_type in settings.items() %}
        cast(max(case when parameter = '{{ parameter }}' then value end) as {{ data_type }})
            as {{ parameter }}{{ ',' if not loop.last }}
        {%- endfor %}
    from scenario_values

)

select * from final
