with tests as (

    select * from {{ ref('int_failure_modes__ad_tests') }}

),

dollars as (

    select * from {{ ref('int_failure_modes__ad_dollars') }}

),

margins as (

    select * from {{ ref('int_economics__margins') }}

),

absent as (

    select * from {{ ref('int_failure_modes__ad_missing_inputs') }}

),

counted as (

    select
        *,
        case when has_outgrown then 1 else 0 end + case when has_drifted_enough then 1 else 0 end
        + case when has_touch_drift then 1 else 0 end + case when has_low_coverage then 1 else 0 end
            as tests_true,
        case when has_outgrown is null then 1 else 0 end
        + case when has_drifted_enough is null then 1 else 0 end
        + case when has_touch_drift is null then 1 else 0 end
        + case when has_low_coverage is null then 1 else 0 end as tests_unknown
    from tests

),

summed as (
    {% for peer_group in ["'all'", 'peer_group'] %}
    select
        scenario_id,
        as_of_month,
        {{ peer_group }} as peer_group,
        sum(impact_arr) as impact_arr,
        sum(impact_gm) as impact_gm,
        sum(impact_low) as impact_low,
        sum(impact_high) as impact_high,
        sum(case when impact_gm is null then 1 else 0 end) as unpriced_accounts
    from dollars
    group by scenario_id, as_of_month{{ ', peer_group' if not loop.first }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

-- Measurable is what the tests that are known decide, whichever way the others would go.
judged as (

    select
        counted.*,
        margins.gross_profit_ttm,
        {%- for column in ['impact_arr', 'impact_gm', 'impact_low', 'impact_high'] %}
        case
            when summed.scenario_id is not null then summed.{{ column }}
            when counted.drifted_arr_share is not null then 0
        end as {{ column }},
        {%- endfor %}
        coalesce(summed.unpriced_accounts, 0) as unpriced_accounts,
        counted.tests_true >= counted.flag_tests
        or counted.tests_true + counted.tests_unknown < counted.flag_tests as is_measurable
    from counted
    left join summed
        on counted.scenario_id = summed.scenario_id
            and counted.as_of_month = summed.as_of_month
            and counted.peer_group = summed.peer_group
    left join margins on counted.as_of_month = margins.as_of_month

),

final as (

    select
        judged.scenario_id,
        judged.is_base,
        judged.as_of_month,
        judged.peer_group,
        judged.is_measurable,
        case
            when not judged.is_measurable
                then coalesce(
                        absent.missing_inputs,
                        concat_ws(
                            ', ',
                            {%- for test, table in {
                                'has_outgrown': 'motion_policy_versions',
                                'has_drifted_enough': 'motion_assignments',
                                'has_touch_drift': 'commercial_touches',
                                'has_low_coverage': 'product_signals'
                            }.items() %}
                            case when judged.{{ test }} is null
                                    then 'a longer history of {{ table }}'
                            end{{ ',' if not loop.last }}
                            {%- endfor %}
                        )
                    )
        end as missing_inputs,
        case when judged.is_measurable then judged.tests_true >= judged.flag_tests end
            as is_present,
        cast(judged.tests_true as varchar) || ' of '
        || cast(4 - judged.tests_unknown as varchar) || ' tests' as grade,
        cast(judged.impact_gm as double) / nullif(cast(judged.gross_profit_ttm as double), 0)
            as impact_ratio,
        judged.drifted_arr_share as prevalence,
        {%- for column in ['impact_arr', 'impact_gm', 'impact_low', 'impact_high'] %}
        cast(judged.{{ column }} as decimal(28, 8)) as {{ column }},
        {%- endfor %}
        'ARR per ARR at the redesign of segmentation or playbook: '
        || coalesce(cast(cast(judged.stage_ratio as decimal(18, 2)) as varchar), 'unknown')
        || case when judged.has_crossed_band then ' (a band was crossed)' else '' end
        || '; drifted ARR share '
        || coalesce(cast(cast(judged.drifted_arr_share as decimal(18, 2)) as varchar), 'unknown')
        || ' of the ' || cast(cast(judged.assessed_arr_share as decimal(18, 2)) as varchar)
        || ' assessed; event types with more touches '
        || coalesce(cast(judged.drifting_types as varchar), 'unknown')
        || '; signal coverage '
        || coalesce(cast(cast(judged.signal_coverage as decimal(18, 2)) as varchar), 'unknown')
        || '. ' || cast(judged.tests_true as varchar) || ' tests hold, '
        || cast(judged.flag_tests as varchar) || ' flag.'
        || case
            when judged.unpriced_accounts > 0
                then
                    ' ' || cast(judged.unpriced_accounts as varchar) || ' accounts have no dollars.'
            else ''
        end as reason
    from judged
    cross join absent

)

select * from final
