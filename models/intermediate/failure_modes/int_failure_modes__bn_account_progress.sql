with evidence as (

    select * from {{ ref('int_failure_modes__bn_evidence') }}

),

account_margins as (

    select * from {{ ref('int_failure_modes__bn_account_margins') }}

),

value_index as (

    select * from {{ ref('int_failure_modes__value_index') }}

),

expansions as (

    select * from {{ ref('int_failure_modes__bn_expansions') }}

),

joined as (

    select
        evidence.as_of_month,
        evidence.peer_group,
        evidence.arr,
        evidence.revenue_ttm,
        account_margins.cost_ttm,
        greatest(evidence.price_arr, 0) as price_arr,
        evidence.expansion_arr,
        case when expansions.is_judged then evidence.expansion_arr end as judged_arr,
        case
            when expansions.is_judged and expansions.expansion_margin >= expansions.base_margin
                then evidence.expansion_arr
            else 0
        end as above_base_arr,
        case when expansions.is_judged then expansions.revenue_added end as revenue_added,
        case
            when expansions.is_judged
                then
                    cast(
                        cast(expansions.revenue_added as double) * expansions.expansion_margin
                        as decimal(28, 8)
                    )
        end as profit_added,
        case
            when expansions.is_judged
                then
                    cast(
                        cast(expansions.revenue_added as double) * expansions.base_margin
                        as decimal(28, 8)
                    )
        end as profit_at_base,
        case
            when
                evidence.margin_ttm is not null
                and value_index.value_index is not null
                and value_index.outcome_score is not null
                then evidence.arr
            else 0
        end as seen_arr
    from evidence
    left join account_margins
        on evidence.as_of_month = account_margins.as_of_month
            and evidence.account_id = account_margins.account_id
    left join value_index
        on evidence.as_of_month = value_index.as_of_month
            and evidence.account_id = value_index.account_id
    left join expansions
        on evidence.as_of_month = expansions.as_of_month
            and evidence.account_id = expansions.account_id

),

grouped as (

    select * from joined
    union all
    select
        as_of_month,
        'all' as peer_group,
        arr,
        revenue_ttm,
        cost_ttm,
        price_arr,
        expansion_arr,
        judged_arr,
        above_base_arr,
        revenue_added,
        profit_added,
        profit_at_base,
        seen_arr
    from joined

),

final as (

    select
        as_of_month,
        peer_group,
        cast(sum(cost_ttm) as double) / nullif(cast(sum(revenue_ttm) as double), 0)
            as cost_to_serve_share,
        cast(sum(price_arr) as double)
        / nullif(cast(sum(price_arr + expansion_arr) as double), 0) as price_share_of_expansion,
        cast(sum(above_base_arr) as double) / nullif(cast(sum(judged_arr) as double), 0)
            as expansion_above_base_share,
        cast(sum(profit_added) as double) / nullif(cast(sum(revenue_added) as double), 0)
            as expansion_margin,
        cast(sum(profit_at_base) as double) / nullif(cast(sum(revenue_added) as double), 0)
            as base_margin,
        cast(sum(seen_arr) as double) / nullif(cast(sum(arr) as double), 0) as seen_arr_share
    from grouped
    group by as_of_month, peer_group

)

select * from final
