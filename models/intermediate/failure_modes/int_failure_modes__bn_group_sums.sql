with verdicts as (

    select * from {{ ref('int_failure_modes__bn_verdicts') }}

),

evidence as (

    select * from {{ ref('int_failure_modes__bn_evidence') }}

),

priced as (

    select
        verdicts.scenario_id,
        verdicts.as_of_month,
        verdicts.peer_group,
        evidence.arr,
        verdicts.state <> 'not_assessable' as is_assessed,
        verdicts.is_present,
        case when verdicts.is_in_cohort then evidence.concession_ttm else 0 end as concession_ttm,
        case
            when verdicts.is_in_cohort
                then
                    cast(
                        (evidence.margin_prior - evidence.margin_ttm)
                        * cast(evidence.revenue_ttm as double) as decimal(28, 8)
                    )
        end as lost,
        case
            when verdicts.is_in_cohort
                then
                    cast(
                        (evidence.margin_prior_cs_0 - evidence.margin_ttm_cs_0)
                        * cast(evidence.revenue_ttm as double) as decimal(28, 8)
                    )
        end as lost_cs_0,
        case
            when verdicts.is_in_cohort
                then
                    cast(
                        (evidence.margin_prior_cs_100 - evidence.margin_ttm_cs_100)
                        * cast(evidence.revenue_ttm as double) as decimal(28, 8)
                    )
        end as lost_cs_100
    from verdicts
    inner join evidence
        on verdicts.as_of_month = evidence.as_of_month
            and verdicts.account_id = evidence.account_id

),

grouped as (

    select * from priced
    union all
    select
        scenario_id,
        as_of_month,
        'all' as peer_group,
        arr,
        is_assessed,
        is_present,
        concession_ttm,
        lost,
        lost_cs_0,
        lost_cs_100
    from priced

),

summed as (

    select
        scenario_id,
        as_of_month,
        peer_group,
        count(case when is_present then 1 end) as borrowed_count,
        sum(case when is_present then arr else 0 end) as borrowed_arr,
        sum(case when is_assessed then arr end) as assessed_arr,
        sum(concession_ttm) as concession_ttm,
        sum(lost) as lost,
        sum(lost_cs_0) as lost_cs_0,
        sum(lost_cs_100) as lost_cs_100
    from grouped
    group by scenario_id, as_of_month, peer_group

),

-- Improvements are set off; what is left never goes below the concessions. Where no account has two
-- years of margins, nothing is said.
final as (

    select
        scenario_id,
        as_of_month,
        peer_group,
        borrowed_count,
        cast(borrowed_arr as decimal(28, 8)) as borrowed_arr,
        case
            when lost is not null
                then cast(borrowed_arr as double) / nullif(cast(assessed_arr as double), 0)
        end as prevalence,
        cast(
            case when lost is not null then greatest(lost, 0) + concession_ttm end
            as decimal(28, 8)
        ) as impact_gm,
        cast(
            case
                when lost is not null
                    then greatest(least(lost, lost_cs_0, lost_cs_100), 0) + concession_ttm
            end as decimal(28, 8)
        ) as impact_low,
        cast(
            case
                when lost is not null
                    then greatest(lost, lost_cs_0, lost_cs_100, 0) + concession_ttm
            end as decimal(28, 8)
        ) as impact_high
    from summed

)

select * from final
