{{ config(group="warehouse") }}

-- What it is: the rows of every month and cost line sum to the ledger to the last decimal, no
-- account has a negative cost, and what is left is never below zero by more than rounding.
with cost_months as (

    select * from {{ ref('int_economics__cost_months') }}
    where is_cost_of_revenue and amount is not null

),

allocations as (

    select * from {{ ref('int_economics__cost_allocations') }}

),

margins as (

    select * from {{ ref('fct_account_margin_months') }}

),

margin_months as (

    select * from {{ ref('int_economics__margin_months') }}
    where cs_basis = 'as_set' and is_known

),

summed as (

    select
        month,
        cost_line,
        sum(amount) as amount,
        min(case when recipient <> 'unallocated' then amount end) as least_amount,
        min(case when recipient = 'unallocated' then amount end) as unallocated_amount
    from allocations
    group by month, cost_line

),

served as (

    select
        month,
        sum(cost_to_serve) as cost_to_serve,
        sum(recurring_revenue) as recurring_revenue
    from margins
    group by month

)

select
    cost_months.month,
    cost_months.cost_line,
    cost_months.amount as ledger_amount,
    summed.amount as laid_out_amount
from cost_months
left join summed
    on cost_months.month = summed.month and cost_months.cost_line = summed.cost_line
where
    summed.amount is null
    or summed.amount <> cost_months.amount
    or summed.least_amount < 0
    or (cost_months.amount >= 0 and summed.unallocated_amount < -0.01)
union all
select
    margin_months.month,
    'all' as cost_line,
    margin_months.cost_of_revenue as ledger_amount,
    served.cost_to_serve as laid_out_amount
from margin_months
left join served on margin_months.month = served.month
where
    served.cost_to_serve is null
    or served.cost_to_serve <> margin_months.cost_of_revenue
    or served.recurring_revenue <> margin_months.recurring_revenue
