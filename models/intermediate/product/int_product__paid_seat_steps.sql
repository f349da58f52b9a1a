with transitions as (

    select * from {{ ref('int_revenue__transitions') }}

),

price_book as (

    select * from {{ ref('stg_billing__price_book') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

seat_plans as (

    select distinct
        product_line,
        plan
    from price_book
    where quantity_unit = 'seat' and not coalesce(is_addon, false)

),

-- Seats count while they are paid for: a pause, a trial and an unpaid invoice have none.
changes as (

    select
        transitions.account_id,
        transitions.product_line,
        transitions.moved_on,
        case
            when opening_plans.plan is not null and transitions.opening_mrr > 0
                then coalesce(transitions.opening_quantity, 0)
            else 0
        end as opening_seats,
        case
            when closing_plans.plan is not null and transitions.closing_mrr > 0
                then coalesce(transitions.closing_quantity, 0)
            else 0
        end as closing_seats
    from transitions
    cross join as_of
    left join seat_plans as opening_plans
        on
            transitions.product_line = opening_plans.product_line
            and transitions.opening_plan = opening_plans.plan
    left join seat_plans as closing_plans
        on
            transitions.product_line = closing_plans.product_line
            and transitions.closing_plan = closing_plans.plan
    where transitions.moved_on <= as_of.as_of_on

),

final as (

    select
        account_id,
        product_line,
        moved_on as changed_on,
        cast(sum(closing_seats - opening_seats) as decimal(38, 10)) as seat_change
    from changes
    group by account_id, product_line, moved_on
    having sum(closing_seats - opening_seats) <> 0

)

select * from final
