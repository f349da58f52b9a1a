with states as (

    select * from {{ ref('int_failure_modes__ad_states') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__ad_thresholds') }}

),

rules as (

    select * from {{ ref('int_failure_modes__ad_rules') }}
    where is_in_force and kind in ('segmentation', 'playbook') and stage_ratio is not null

),

touch_levels as (

    select * from {{ ref('int_failure_modes__ad_touch_levels') }}
    where touch_drift is not null

),

coverage as (

    select * from {{ ref('int_failure_modes__ad_coverage') }}

),

grouped as (
    {% for peer_group in ["'all'", 'peer_group'] %}
    select
        scenario_id,
        is_base,
        as_of_month,
        {{ peer_group }} as peer_group,
        cast(sum(arr) as decimal(28, 8)) as arr,
        cast(sum(case when state <> 'not_assessable' then arr else 0 end) as decimal(28, 8))
            as assessed_arr,
        cast(sum(case when is_present then arr else 0 end) as decimal(28, 8)) as drifted_arr
    from states
    group by scenario_id, is_base, as_of_month{{ ', peer_group' if not loop.first }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

stages as (

    select
        as_of_month,
        max(stage_ratio) as stage_ratio,
        bool_or(has_crossed_band) as has_crossed_band
    from rules
    group by as_of_month

),

drifting_types as (

    select
        touch_levels.as_of_month,
        touch_levels.peer_group,
        thresholds.scenario_id,
        count(*) as measured_types,
        sum(case when touch_levels.touch_drift >= thresholds.touch_drift then 1 else 0 end)
            as drifting_types
    from touch_levels
    cross join thresholds
    group by touch_levels.as_of_month, touch_levels.peer_group, thresholds.scenario_id

),

final as (

    select
        grouped.scenario_id,
        grouped.is_base,
        grouped.as_of_month,
        grouped.peer_group,
        stages.stage_ratio,
        stages.has_crossed_band,
        cast(grouped.drifted_arr as double) / nullif(cast(grouped.assessed_arr as double), 0)
            as drifted_arr_share,
        cast(grouped.assessed_arr as double) / nullif(cast(grouped.arr as double), 0)
            as assessed_arr_share,
        cast(drifting_types.measured_types as bigint) as measured_types,
        cast(drifting_types.drifting_types as bigint) as drifting_types,
        coverage.signal_coverage,
        stages.stage_ratio >= thresholds.stage_ratio or stages.has_crossed_band as has_outgrown,
        cast(grouped.drifted_arr as double) / nullif(cast(grouped.assessed_arr as double), 0)
        >= thresholds.drifted_arr_share as has_drifted_enough,
        drifting_types.drifting_types >= thresholds.drift_event_types as has_touch_drift,
        coverage.signal_coverage < thresholds.signal_coverage_min as has_low_coverage,
        cast(thresholds.flag_tests as bigint) as flag_tests
    from grouped
    inner join thresholds on grouped.scenario_id = thresholds.scenario_id
    left join stages on grouped.as_of_month = stages.as_of_month
    left join drifting_types
        on grouped.as_of_month = drifting_types.as_of_month
            and grouped.peer_group = drifting_types.peer_group
            and grouped.scenario_id = drifting_types.scenario_id
    left join coverage on grouped.as_of_month = coverage.as_of_month

)

select * from final
