with scenario_months as (

    select * from {{ ref('int_failure_modes__scenario_months') }}
    where failure_mode = 'hollow_usage'

),

thresholds as (

    select * from {{ ref('int_failure_modes__hu_thresholds') }}

),

usage_index as (

    select * from {{ ref('int_failure_modes__usage_index') }}

),

value_index as (

    select * from {{ ref('int_failure_modes__value_index') }}

),

proofs as (

    select * from {{ ref('int_failure_modes__hu_proofs') }}

),

measured as (

    select
        scenario_months.scenario_id,
        scenario_months.is_base,
        usage_index.as_of_month,
        usage_index.as_of_on,
        usage_index.account_id,
        usage_index.trend_reason,
        usage_index.usage_trend,
        usage_index.usage_percentile,
        value_index.value_index,
        value_index.value_coverage,
        value_index.value_trend,
        value_index.has_ever_objective,
        value_index.has_any_outcomes,
        proofs.proof_id,
        proofs.proven_on,
        proofs.proof_age_days,
        usage_index.usage_trend_z - value_index.value_trend_z as gap_z,
        usage_index.usage_trend >= thresholds.hu_usage_up_pct as is_rising,
        coalesce(
            usage_index.usage_percentile > 1 - thresholds.hu_usage_top_share
            and usage_index.usage_trend >= thresholds.hu_usage_flat_floor, false
        ) as is_high_and_flat,
        usage_index.usage_trend < thresholds.hu_usage_flat_floor as is_falling,
        value_index.value_coverage >= thresholds.hu_min_value_coverage as is_covered,
        value_index.trend_coverage >= thresholds.hu_min_value_coverage as is_trend_covered,
        coalesce(value_index.value_trend <= -thresholds.hu_value_down_pct, false)
            as is_value_down,
        coalesce(
            usage_index.usage_trend_z - value_index.value_trend_z >= thresholds.hu_gap_z
            and value_index.value_trend < 0, false
        ) as is_apart,
        coalesce(proofs.proof_age_days <= thresholds.hu_outcome_max_age_days, false) as has_proof
    from scenario_months
    inner join thresholds on scenario_months.scenario_id = thresholds.scenario_id
    inner join usage_index on scenario_months.as_of_month = usage_index.as_of_month
    inner join value_index
        on
            usage_index.as_of_month = value_index.as_of_month
            and usage_index.account_id = value_index.account_id
    left join proofs
        on
            usage_index.as_of_month = proofs.as_of_month
            and usage_index.account_id = proofs.account_id

),

ruled as (

    select
        *,
        coalesce(is_rising or is_high_and_flat, false) as is_usage_up,
        is_trend_covered and (is_value_down or is_apart) as is_diverging,
        has_any_outcomes and not has_proof as is_unproven,
        not has_any_outcomes or (not is_covered and not has_ever_objective and not has_proof)
            as is_unmeasured
    from measured

),

-- What usage says comes first; of what is used more, whether anybody looks, whether the value
-- parts from it, whether it was ever shown.
final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        as_of_on,
        account_id,
        trend_reason,
        usage_trend,
        usage_percentile,
        value_index,
        value_coverage,
        value_trend,
        gap_z,
        has_ever_objective,
        has_any_outcomes,
        proof_id,
        proven_on,
        proof_age_days,
        is_usage_up,
        is_rising,
        is_value_down,
        is_apart,
        has_proof,
        case
            when trend_reason is not null then 'unmeasured'
            when is_falling then 'declining'
            when not is_usage_up then 'steady'
            when is_unmeasured then 'unmeasured'
            when is_diverging then 'hollow_diverging'
            when is_unproven then 'hollow_unproven'
            else 'proven'
        end as state
    from ruled

)

select * from final
