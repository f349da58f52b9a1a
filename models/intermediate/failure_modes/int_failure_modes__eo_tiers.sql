with prices as (

    select * from {{ ref('int_failure_modes__eo_prices') }}
    where not is_addon

),

next_tiers as (

    select
        prices.as_of_month,
        prices.product_line,
        prices.plan,
        min(higher.tier_rank) as next_tier_rank
    from prices
    inner join prices as higher
        on prices.as_of_month = higher.as_of_month
            and prices.product_line = higher.product_line
            and prices.tier_rank < higher.tier_rank
    group by prices.as_of_month, prices.product_line, prices.plan

),

next_prices as (

    select
        next_tiers.as_of_month,
        next_tiers.product_line,
        next_tiers.plan,
        min(prices.plan) as next_plan,
        min(prices.list_mrr) as next_list_mrr
    from next_tiers
    inner join prices
        on next_tiers.as_of_month = prices.as_of_month
            and next_tiers.product_line = prices.product_line
            and next_tiers.next_tier_rank = prices.tier_rank
    group by next_tiers.as_of_month, next_tiers.product_line, next_tiers.plan

),

final as (

    select
        prices.as_of_month,
        prices.product_line,
        prices.plan,
        prices.tier_rank,
        prices.quantity_unit,
        prices.list_mrr,
        next_prices.next_plan,
        next_prices.next_list_mrr
    from prices
    left join next_prices
        on prices.as_of_month = next_prices.as_of_month
            and prices.product_line = next_prices.product_line
            and prices.plan = next_prices.plan

)

select * from final
