with deltas as (

    select * from {{ ref('int_failure_modes__eo_deltas') }}

),

states as (

    select * from {{ ref('int_failure_modes__eo_states') }}
    where is_present

),

rate_gaps as (

    select * from {{ ref('eo_rate_gaps') }}

),

margins as (

    select * from {{ ref('int_economics__margins') }}

),

priced as (

    select
        deltas.*,
        rate_gaps.rate_with,
        rate_gaps.rate_without,
        rate_gaps.reason as rate_reason,
        margins.gross_margin_share,
        cast(deltas.potential_arr as double) * cast(deltas.causal_haircut as double)
            as believed_arr,
        greatest(rate_gaps.gap, 0) as gap,
        greatest(rate_gaps.gap_low, 0) as gap_low,
        greatest(rate_gaps.gap_high, 0) as gap_high
    from deltas
    left join rate_gaps
        on deltas.as_of_month = cast(rate_gaps.as_of_month as date)
            and deltas.peer_group = rate_gaps.peer_group
    left join margins on deltas.as_of_month = margins.as_of_month

),

-- A least of null and zero must stay null: an unknown gap is no gap of nought.
amounts as (

    select
        *,
        case when rate_without is not null and not is_unpriced then believed_arr * gap end
            as impact,
        case when rate_without is not null and not is_unpriced then believed_arr * gap_low end
            as impact_at_low,
        case when rate_without is not null and not is_unpriced then believed_arr * gap_high end
            as impact_at_high
    from priced

),

final as (

    select
        amounts.scenario_id,
        states.is_base,
        amounts.as_of_month,
        states.as_of_on,
        amounts.account_id,
        amounts.product_line,
        amounts.peer_group,
        amounts.arr,
        amounts.suggested_offer,
        amounts.delta_seat,
        amounts.delta_tier,
        amounts.delta_usage,
        amounts.delta_addon,
        case when not amounts.is_unpriced then amounts.potential_arr end as potential_arr,
        amounts.rate_with,
        amounts.rate_without,
        cast(amounts.impact as decimal(28, 8)) as impact_arr,
        cast(amounts.impact * amounts.gross_margin_share as decimal(28, 8)) as impact_gm,
        cast(amounts.impact_at_low * amounts.gross_margin_share as decimal(28, 8)) as impact_low,
        cast(amounts.impact_at_high * amounts.gross_margin_share as decimal(28, 8))
            as impact_high,
        cast(amounts.impact * amounts.days_in_state / 365 as decimal(28, 8)) as forgone_to_date,
        case
            when amounts.is_unpriced then 'unknown: no price of seats, tiers, usage or add-ons'
            when amounts.rate_without is null then concat_ws('', 'unknown: ', amounts.rate_reason)
            else concat_ws(
                    '',
                    'potential ', cast(cast(amounts.potential_arr as decimal(38, 0)) as varchar),
                    ' (', coalesce(amounts.suggested_offer, 'nothing to add'),
                    ') x gap ', cast(cast(amounts.gap as decimal(38, 3)) as varchar),
                    ' (won after a signal ',
                    cast(cast(amounts.rate_with as decimal(38, 3)) as varchar),
                    ', expanded alone ',
                    cast(cast(amounts.rate_without as decimal(38, 3)) as varchar),
                    ') x ', cast(cast(amounts.causal_haircut as decimal(38, 2)) as varchar),
                    case
                        when amounts.gross_margin_share is null then '; gross margin unknown'
                        else ''
                    end
                )
        end as dollars_reason
    from amounts
    inner join states
        on amounts.scenario_id = states.scenario_id
            and amounts.as_of_month = states.as_of_month
            and amounts.account_id = states.account_id
            and amounts.product_line = states.product_line

)

select * from final
