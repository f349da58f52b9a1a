with transitions as (

    select * from {{ ref('int_revenue__transitions') }}

),

price_book as (

    select * from {{ ref('stg_billing__price_book') }}

),

tiers as (

    select
        product_line,
        plan,
        max(tier_rank) as tier_rank
    from price_book
    where not coalesce(is_addon, false)
    group by product_line, plan

),

-- Rows of add-ons say nothing of the tier; what is not paid is no plan.
plans as (

    select
        transitions.account_id,
        transitions.product_line,
        transitions.moved_on,
        transitions.change_id,
        case when transitions.closing_mrr > 0 then closing_tiers.plan end as plan,
        case when transitions.closing_mrr > 0 then closing_tiers.tier_rank end as tier_rank,
        row_number() over (
            partition by transitions.account_id, transitions.product_line, transitions.moved_on
            order by
                case when transitions.closing_mrr > 0 then 0 else 1 end asc nulls last,
                closing_tiers.tier_rank desc nulls last,
                transitions.change_id asc nulls last
        ) as row_of_day
    from transitions
    left join tiers as opening_tiers
        on
            transitions.product_line = opening_tiers.product_line
            and transitions.opening_plan = opening_tiers.plan
    left join tiers as closing_tiers
        on
            transitions.product_line = closing_tiers.product_line
            and transitions.closing_plan = closing_tiers.plan
    where opening_tiers.plan is not null or closing_tiers.plan is not null

),

days as (

    select
        *,
        row_number() over (
            partition by account_id, product_line order by moved_on asc nulls last
        ) as day_number,
        lag(plan) over (
            partition by account_id, product_line order by moved_on asc nulls last
        ) as plan_before
    from plans
    where row_of_day = 1

),

turns as (

    select
        account_id,
        product_line,
        plan,
        tier_rank,
        moved_on,
        lead(moved_on) over (
            partition by account_id, product_line order by moved_on asc nulls last
        ) as turns_next_on
    from days
    where day_number = 1 or coalesce(plan, '') <> coalesce(plan_before, '')

),

final as (

    select
        account_id,
        product_line,
        plan,
        tier_rank,
        moved_on as runs_from_on,
        turns_next_on as runs_until_on
    from turns
    where plan is not null

)

select * from final
