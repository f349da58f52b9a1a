{{ config(group="warehouse") }}

-- What it is: conversions, expansions, price increases and reactivations among the revenue events add
-- up, per account and line, to the new, expansion, price and reactivation movements, times twelve.
-- When it matters: the share of revenue that the product started is a share of these events.
-- How to fix: compare int_revenue__event_pieces with int_revenue__change_pieces by change_id; an order
-- without a row in int_revenue__order_channels, or with two, is the usual fault.

with revenue_events as (

    select * from {{ ref('fct_revenue_events') }}

),

movements as (

    select * from {{ ref('fct_mrr_movements') }}

),

both_sides as (

    select
        account_id,
        product_line,
        event_arr as difference
    from revenue_events
    where event_type not in ('account_created', 'renewal', 'save')
    union all
    select
        account_id,
        product_line,
        -12 * mrr_delta as difference
    from movements
    where movement_type in ('new', 'expansion', 'price', 'reactivation')

)

select
    account_id,
    product_line,
    sum(difference) as difference
from both_sides
group by account_id, product_line
having sum(difference) <> 0
