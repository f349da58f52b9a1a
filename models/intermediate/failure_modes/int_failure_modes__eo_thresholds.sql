{%- set thresholds = {
    'min_account_age_days': 'bigint', 'causal_haircut': 'decimal(18, 6)',
    'eo_ready_score': 'decimal(18, 6)', 'eo_no_talk_days': 'bigint', 'eo_grace_days': 'bigint',
    'eo_prior_motion_days': 'bigint', 'eo_value_floor': 'decimal(18, 6)',
    'eo_overdue_days': 'bigint', 'eo_recent_expansion_days': 'bigint',
    'eo_target_utilisation': 'decimal(18, 6)', 'eo_cap_multiple': 'decimal(18, 6)',
} -%}

with scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where failure_mode = 'expansion_orphans'

),

final as (

    select
        scenario_id,
        is_base,
        {%- for parameter, data_type in thresholds.items() %}
        cast(max(case when parameter = '{{ parameter }}' then value end) as {{ data_type }})
            as {{ parameter }},
        {%- endfor %}
        cast(max(case when parameter = 'spell_gap_days' then value end) as bigint)
            as spell_gap_days
    from scenario_values
    group by scenario_id, is_base

)

select * from final
