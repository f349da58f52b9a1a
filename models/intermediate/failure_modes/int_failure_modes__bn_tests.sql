with evidence as (

    select * from {{ ref('int_failure_modes__bn_evidence') }}

),

scenario_months as (

    select * from {{ ref('int_failure_modes__scenario_months') }}
    where failure_mode = 'borrowed_nrr'

),

thresholds as (

    select * from {{ ref('int_failure_modes__bn_thresholds') }}

),

row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

presence as (

    select
        coalesce(max(case when input_table = 'concessions' and is_present then 1 else 0 end), 0) = 1
            as has_concessions
    from row_counts

),

-- Rounded before they are compared, so that a figure at the threshold is at it.
final as (

    select
        scenario_months.scenario_id,
        scenario_months.is_base,
        scenario_months.as_of_month,
        scenario_months.as_of_on,
        evidence.account_id,
        evidence.peer_group,
        evidence.arr_year_ago > 0 as is_in_cohort,
        evidence.arr >= evidence.arr_year_ago as has_held,
        round(evidence.margin_drop_points, 8) >= cast(thresholds.bn_acct_margin_drop as double)
            as has_margin_drop,
        case
            when evidence.price_share_of_growth is null then false
            when
                round(evidence.price_share_of_growth, 8)
                < cast(thresholds.bn_price_only_share as double)
                then false
            else evidence.value_trend <= 0
        end as is_price_only,
        case
            when
                round(evidence.concession_share, 8) >= cast(thresholds.bn_concession_pct as double)
                then true
            when presence.has_concessions or evidence.renewed_on is null then false
        end as has_concession,
        case
            when not evidence.is_expansion_judged then false
            when evidence.is_expansion_judged
                then
                    round(100 * (evidence.base_margin - evidence.expansion_margin), 8)
                    >= cast(thresholds.bn_expansion_margin_gap as double)
        end as is_thin_expansion,
        thresholds.bn_acct_margin_drop,
        thresholds.bn_price_only_share,
        thresholds.bn_concession_pct,
        thresholds.bn_expansion_margin_gap
    from scenario_months
    inner join evidence on scenario_months.as_of_month = evidence.as_of_month
    inner join thresholds on scenario_months.scenario_id = thresholds.scenario_id
    cross join presence

)

select * from final
