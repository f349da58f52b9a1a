with verdicts as (

    select * from {{ ref('int_failure_modes__hu_verdicts') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__hu_thresholds') }}

),

figures as (

    select
        verdicts.scenario_id,
        verdicts.as_of_month,
        verdicts.account_id,
        verdicts.state,
        verdicts.trend_reason,
        verdicts.is_rising,
        verdicts.is_value_down,
        verdicts.has_any_outcomes,
        cast(cast(100 * verdicts.usage_trend as decimal(18, 1)) as varchar) as usage_text,
        cast(cast(100 * verdicts.usage_percentile as decimal(18, 0)) as varchar) as rank_text,
        cast(cast(100 * verdicts.value_trend as decimal(18, 1)) as varchar) as value_text,
        cast(cast(100 * verdicts.value_coverage as decimal(18, 0)) as varchar) as coverage_text,
        cast(cast(verdicts.gap_z as decimal(18, 2)) as varchar) as gap_text,
        cast(verdicts.proven_on as varchar) as proven_text,
        cast(verdicts.proof_age_days as varchar) as age_text,
        cast(cast(100 * thresholds.hu_usage_up_pct as decimal(18, 1)) as varchar) as up_limit,
        cast(cast(100 * thresholds.hu_usage_flat_floor as decimal(18, 1)) as varchar)
            as floor_limit,
        cast(cast(100 * thresholds.hu_usage_top_share as decimal(18, 0)) as varchar) as top_limit,
        cast(cast(-100 * thresholds.hu_value_down_pct as decimal(18, 1)) as varchar) as fall_limit,
        cast(cast(thresholds.hu_gap_z as decimal(18, 2)) as varchar) as gap_limit,
        cast(cast(thresholds.hu_outcome_max_age_days as bigint) as varchar) as age_limit,
        cast(cast(100 * thresholds.hu_min_value_coverage as decimal(18, 0)) as varchar)
            as coverage_limit
    from verdicts
    inner join thresholds on verdicts.scenario_id = thresholds.scenario_id

),

sentences as (

    select
        *,
        case
            when is_rising
                then concat_ws('', 'usage rose by ', usage_text, ' % (up from ', up_limit, ' %)')
            else concat_ws(
                    '', 'usage is among the top ', top_limit, ' % of its peers (percentile ',
                    rank_text, ') and did not fall below ', floor_limit, ' % (', usage_text, ' %)'
                )
        end as usage_said,
        coalesce(
            concat_ws(
                '', 'the last verified outcome is of ', proven_text,
                ', ' || age_text || ' days ago', ' (proof for ', age_limit, ')'
            ), ''
        ) as proof_said
    from figures

),

final as (

    select
        scenario_id,
        as_of_month,
        account_id,
        case
            when trend_reason is not null
                then concat_ws('', 'Nothing can be said: ', trend_reason, '.')
            when state = 'declining'
                then concat_ws(
                        '', 'Usage fell by more than ', floor_limit, ' % (', usage_text,
                        ' %): ordinary churn risk, not hollow.'
                    )
            when state = 'steady'
                then concat_ws(
                        '', 'Usage is neither up (', usage_text, ' %, up from ', up_limit,
                        ' %, or from ', floor_limit, ' % among the top ', top_limit,
                        ' % of its peers) nor down: nothing is said about value.'
                    )
            when state = 'unmeasured' and not has_any_outcomes
                then concat_ws(
                        '', 'Nobody is looking: ', usage_said,
                        ', and the company records no outcomes. Any measured outcome would ',
                        'change it.'
                    )
            when state = 'unmeasured'
                then concat_ws(
                        '', 'Nobody is looking: ', usage_said, ', no objective was ever set and ',
                        coverage_text, ' % of the weight of value is known (needs ',
                        coverage_limit, ' %, an objective, or a verified outcome).'
                    )
            when state = 'hollow_diverging' and is_value_down
                then concat_ws(
                        '', 'Use and value part: ', usage_said, ' while value fell (', value_text,
                        ' %; would take more than ', fall_limit, ' %).'
                    )
            when state = 'hollow_diverging'
                then concat_ws(
                        '', 'Use and value part: ', usage_said, ' while value falls (', value_text,
                        ' %) and lags ', gap_text, ' deviations behind usage among its peers',
                        ' (would take less than ', gap_limit, ').'
                    )
            when state = 'hollow_unproven' and proven_text is null
                then concat_ws(
                        '', 'Nobody has shown the value: ', usage_said,
                        ' and no outcome was ever verified (would take one of the last ', age_limit,
                        ' days).'
                    )
            when state = 'hollow_unproven'
                then concat_ws(
                        '', 'Nobody has shown the value: ', usage_said, ', but ', proof_said, '.'
                    )
            else concat_ws('', 'Proven: ', usage_said, ', ', proof_said, '.')
        end as reason,
        concat_ws(
            '; ',
            'usage_trend_pct=' || usage_text,
            'usage_percentile=' || rank_text,
            'value_trend_pct=' || value_text,
            'value_coverage_pct=' || coverage_text,
            'gap_z=' || gap_text,
            'proven_on=' || proven_text
        ) as figures
    from sentences

)

select * from final
