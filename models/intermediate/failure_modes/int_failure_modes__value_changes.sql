with value_items as (

    select * from {{ ref('int_failure_modes__value_items') }}

),

value_weights as (

    select * from {{ ref('int_failure_modes__value_weights') }}

),

-- Trends compare like with like: what is measured for the first time, or no more, is no change.
components as (

    select
        as_of_month,
        account_id,
        component,
        cast(sum(recent_score) as double) / nullif(count(recent_score), 0) as score,
        cast(sum(case when prior_score is not null then recent_score end) as double)
        / nullif(count(recent_score + prior_score), 0) as compared_score,
        cast(sum(case when recent_score is not null then prior_score end) as double)
        / nullif(count(recent_score + prior_score), 0) as prior_score
    from value_items
    group by as_of_month, account_id, component

),

weighed as (

    select
        components.as_of_month,
        components.account_id,
        components.component,
        value_weights.weight,
        value_weights.all_weights,
        components.score,
        cast(components.score * value_weights.weight as decimal(28, 10)) as score_part,
        cast(components.compared_score * value_weights.weight as decimal(28, 10))
            as compared_part,
        cast(components.prior_score * value_weights.weight as decimal(28, 10)) as prior_part
    from components
    inner join value_weights on components.component = value_weights.component
    where value_weights.weight > 0

),

summed as (

    select
        as_of_month,
        account_id,
        max(all_weights) as all_weights,
        sum(case when score is not null then weight else 0 end) as present_weight,
        sum(case when prior_part is not null then weight else 0 end) as compared_weight,
        sum(score_part) as score_sum,
        sum(compared_part) as compared_sum,
        sum(prior_part) as prior_sum,
        cast(max(case when component = 'outcome' then score end) as decimal(18, 8))
            as outcome_score,
        cast(max(case when component = 'depth' then score end) as decimal(18, 8))
            as depth_score,
        cast(max(case when component = 'reach' then score end) as decimal(18, 8))
            as reach_score,
        cast(max(case when component = 'owner' then score end) as decimal(18, 8))
            as owner_score,
        cast(max(case when component = 'champion' then score end) as decimal(18, 8))
            as champion_score,
        cast(max(case when component = 'survey' then score end) as decimal(18, 8))
            as survey_score
    from weighed
    group by as_of_month, account_id

),

final as (

    select
        as_of_month,
        account_id,
        outcome_score,
        depth_score,
        reach_score,
        owner_score,
        champion_score,
        survey_score,
        cast(cast(score_sum as double) / nullif(present_weight, 0) as decimal(18, 8))
            as value_index,
        cast(present_weight / cast(all_weights as double) as decimal(18, 8)) as value_coverage,
        cast(compared_weight / cast(all_weights as double) as decimal(18, 8)) as trend_coverage,
        cast(
            cast(compared_sum - prior_sum as double) / nullif(prior_sum, 0) as decimal(18, 8)
        ) as value_trend,
        cast(
            cast(compared_sum - prior_sum as double) / nullif(compared_sum + prior_sum, 0)
            as decimal(18, 8)
        ) as value_change
    from summed

)

select * from final
