with scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where failure_mode = 'architecture_drift'

),

final as (

    select
        scenario_id,
        is_base,
        cast(max(case when parameter = 'ad_mismatch_days' then value end) as bigint)
            as mismatch_days,
        max(case when parameter = 'causal_haircut' then value end) as causal_haircut,
        max(case when parameter = 'ad_stage_ratio' then value end) as stage_ratio,
        max(case when parameter = 'ad_drifted_arr_share' then value end) as drifted_arr_share,
        max(case when parameter = 'ad_touch_drift' then value end) as touch_drift,
        max(case when parameter = 'ad_drift_event_types' then value end) as drift_event_types,
        max(case when parameter = 'ad_signal_coverage_min' then value end) as signal_coverage_min,
        max(case when parameter = 'ad_flag_tests' then value end) as flag_tests
    from scenario_values
    group by scenario_id, is_base

)

select * from final
