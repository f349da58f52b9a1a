with verdicts as (

    select * from {{ ref('int_failure_modes__bn_verdicts') }}
    where is_present

),

evidence as (

    select * from {{ ref('int_failure_modes__bn_evidence') }}

),

margins as (

    select * from {{ ref('int_economics__margins') }}

),

priced as (

    select
        verdicts.scenario_id,
        verdicts.is_base,
        verdicts.as_of_month,
        verdicts.account_id,
        evidence.margin_drop_points is not null as is_margin_known,
        evidence.concession_ttm,
        margins.gross_margin_share,
        coalesce(greatest(evidence.margin_prior - evidence.margin_ttm, 0), 0)
        * coalesce(cast(evidence.revenue_ttm as double), 0) as lost_as_set,
        coalesce(greatest(evidence.margin_prior_cs_0 - evidence.margin_ttm_cs_0, 0), 0)
        * coalesce(cast(evidence.revenue_ttm as double), 0) as lost_cs_0,
        coalesce(greatest(evidence.margin_prior_cs_100 - evidence.margin_ttm_cs_100, 0), 0)
        * coalesce(cast(evidence.revenue_ttm as double), 0) as lost_cs_100
    from verdicts
    inner join evidence
        on verdicts.as_of_month = evidence.as_of_month
            and verdicts.account_id = evidence.account_id
    left join margins on verdicts.as_of_month = margins.as_of_month

),

final as (

    select
        scenario_id,
        is_base,
        as_of_month,
        account_id,
        'all' as product_line,
        cast(
            (cast(lost_as_set as decimal(28, 8)) + concession_ttm) / gross_margin_share
            as decimal(28, 8)
        ) as impact_arr,
        cast(lost_as_set as decimal(28, 8)) + concession_ttm as impact_gm,
        cast(least(lost_as_set, lost_cs_0, lost_cs_100) as decimal(28, 8)) + concession_ttm
            as impact_low,
        cast(greatest(lost_as_set, lost_cs_0, lost_cs_100) as decimal(28, 8)) + concession_ttm
            as impact_high,
        concat_ws(
            '',
            case
                when is_margin_known then 'margin lost on the revenue of the year'
                else 'its margin is not known'
            end,
            case when concession_ttm > 0 then ' and concessions of the year' end,
            '; from none to all of customer success counted as cost of revenue',
            case when gross_margin_share is null then '; ARR unknown for want of a gross margin' end
        ) as dollars_reason
    from priced

)

select * from final
