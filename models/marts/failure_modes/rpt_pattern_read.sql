with companies as (

    select * from {{ ref('int_failure_modes__companies') }}

),

failure_modes as (

    select * from {{ ref('failure_modes') }}

),

dollar_ledger as (

    select * from {{ ref('int_failure_modes__dollar_ledger') }}

),

backtests as (

    select * from {{ ref('int_failure_modes__backtests') }}

),

-- What the precedence among modes takes from the company's figure of each.
deductions as (

    select
        failure_mode,
        as_of_month,
        sum(overlapped_arr - counted_arr) as deducted_arr,
        sum(overlapped_gm - counted_gm) as deducted_gm
    from dollar_ledger
    group by failure_mode, as_of_month

),

counted as (

    select
        companies.*,
        failure_modes.failure_mode_name,
        failure_modes.capped_metric,
        failure_modes.order_of_ties,
        case
            when companies.peer_group = 'all' then coalesce(deductions.deducted_arr, 0) else 0
        end as deducted_arr,
        case
            when companies.peer_group = 'all' then coalesce(deductions.deducted_gm, 0) else 0
        end as deducted_gm
    from companies
    inner join failure_modes on companies.failure_mode = failure_modes.failure_mode
    left join deductions
        on companies.failure_mode = deductions.failure_mode
            and companies.as_of_month = deductions.as_of_month

),

ranked as (

    select
        *,
        case
            when is_measurable and impact_gm is not null
                then
                    row_number() over (
                        partition by
                            as_of_month, peer_group, is_measurable and impact_gm is not null
                        order by
                            impact_gm - deducted_gm desc nulls last,
                            severity desc nulls last,
                            order_of_ties asc nulls last
                    )
        end as place,
        row_number() over (
            partition by as_of_month, peer_group
            order by
                case when is_present and is_measurable then 0 else 1 end asc nulls last,
                impact_gm - deducted_gm desc nulls last,
                severity desc nulls last,
                order_of_ties asc nulls last
        ) as place_among_present,
        lag(severity, 3) over (
            partition by failure_mode, peer_group order by as_of_month asc nulls last
        ) as severity_quarter_ago
    from counted

),

final as (

    select
        ranked.failure_mode,
        ranked.as_of_month,
        ranked.peer_group as segment,
        ranked.failure_mode_name,
        ranked.is_measurable,
        ranked.missing_inputs,
        ranked.is_present,
        ranked.grade,
        ranked.severity,
        ranked.severity_label,
        ranked.severity - ranked.severity_quarter_ago as severity_change,
        ranked.impact_ratio,
        ranked.prevalence,
        cast(ranked.impact_arr - ranked.deducted_arr as decimal(28, 8)) as impact_arr,
        cast(ranked.impact_gm - ranked.deducted_gm as decimal(28, 8)) as impact_gm,
        cast(greatest(ranked.impact_low - ranked.deducted_gm, 0) as decimal(28, 8)) as impact_low,
        cast(greatest(ranked.impact_high - ranked.deducted_gm, 0) as decimal(28, 8)) as impact_high,
        ranked.impact_arr as overlapped_arr,
        ranked.impact_gm as overlapped_gm,
        ranked.failure_mode <> 'product_passive_growth' as is_summed,
        ranked.place as rank,
        coalesce(ranked.is_present and ranked.place_among_present = 1, false) as is_heaviest,
        ranked.capped_metric,
        ranked.quarters_true,
        backtests.is_validated,
        backtests.lift as backtest_lift,
        backtests.lift_low as backtest_lift_low,
        backtests.lift_high as backtest_lift_high,
        backtests.reason as backtest_reason,
        ranked.reason
    from ranked
    left join backtests on ranked.failure_mode = backtests.failure_mode

)

select * from final
