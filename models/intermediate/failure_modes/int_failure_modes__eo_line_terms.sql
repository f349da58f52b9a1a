with paid_lines as (

    select * from {{ ref('int_failure_modes__paid_lines') }}

),

transitions as (

    select * from {{ ref('int_revenue__transitions') }}

),

tiers as (

    select * from {{ ref('int_failure_modes__eo_tiers') }}

),

plan_runs as (

    select * from {{ ref('int_revenue__plan_runs') }}

),

tier_plans as (

    select
        product_line,
        plan
    from tiers
    group by product_line, plan

),

-- What is paid for the tiers of a line, without what is bought beside them.
changes as (

    select
        transitions.account_id,
        transitions.product_line,
        transitions.moved_on,
        case when closing_plans.plan is not null then transitions.closing_mrr else 0 end
        - case when opening_plans.plan is not null then transitions.opening_mrr else 0 end
            as mrr_change,
        case
            when closing_plans.plan is not null and transitions.closing_mrr > 0
                then coalesce(transitions.closing_quantity, 0)
            else 0
        end - case
            when opening_plans.plan is not null and transitions.opening_mrr > 0
                then coalesce(transitions.opening_quantity, 0)
            else 0
        end as quantity_change
    from transitions
    left join tier_plans as opening_plans
        on transitions.product_line = opening_plans.product_line
            and transitions.opening_plan = opening_plans.plan
    left join tier_plans as closing_plans
        on transitions.product_line = closing_plans.product_line
            and transitions.closing_plan = closing_plans.plan

),

sums as (

    select
        paid_lines.as_of_month,
        paid_lines.account_id,
        paid_lines.product_line,
        cast(sum(changes.mrr_change) as decimal(28, 8)) as tier_mrr,
        cast(sum(changes.quantity_change) as decimal(28, 8)) as quantity
    from paid_lines
    inner join changes
        on paid_lines.account_id = changes.account_id
            and paid_lines.product_line = changes.product_line
            and paid_lines.as_of_on >= changes.moved_on
    group by paid_lines.as_of_month, paid_lines.account_id, paid_lines.product_line

),

final as (

    select
        paid_lines.as_of_month,
        paid_lines.as_of_on,
        paid_lines.account_id,
        paid_lines.product_line,
        paid_lines.peer_group,
        paid_lines.arr,
        paid_lines.account_arr,
        plan_runs.plan,
        tiers.quantity_unit,
        sums.quantity,
        cast(sums.tier_mrr * 12 as decimal(28, 8)) as tier_arr,
        tiers.list_mrr,
        tiers.next_plan,
        tiers.next_list_mrr,
        case
            when sums.tier_mrr > 0 and sums.quantity > 0 and tiers.list_mrr > 0
                then cast(least(greatest(
                        1 - cast(sums.tier_mrr as double)
                        / (cast(sums.quantity as double) * cast(tiers.list_mrr as double)),
                        0
                    ), 1) as decimal(18, 8))
        end as discount_share
    from paid_lines
    left join sums
        on paid_lines.as_of_month = sums.as_of_month
            and paid_lines.account_id = sums.account_id
            and paid_lines.product_line = sums.product_line
    left join plan_runs
        on paid_lines.account_id = plan_runs.account_id
            and paid_lines.product_line = plan_runs.product_line
            and paid_lines.as_of_on >= plan_runs.runs_from_on
            and (
                plan_runs.runs_until_on is null
                or paid_lines.as_of_on < plan_runs.runs_until_on
            )
    left join tiers
        on paid_lines.as_of_month = tiers.as_of_month
            and paid_lines.product_line = tiers.product_line
            and plan_runs.plan = tiers.plan

)

select * from final
