{{ config(group="warehouse") }}

-- What it is: the movements of an account and product line add up to what its subscriptions and its
-- metered usage are worth today, read from the subscriptions themselves and not from the movements.
-- When it matters: the bridge may close and still miss a subscription that never moved it.
-- How to fix: list int_revenue__states of the account's subscriptions beside their rows in
-- int_revenue__change_pieces; the state without a piece is the fault.

with movements as (

    select * from {{ ref('fct_mrr_movements') }}

),

usage_pieces as (

    select * from {{ ref('int_revenue__usage_pieces') }}

),

transitions as (

    select * from {{ ref('int_revenue__transitions') }}

),

spans as (

    select * from {{ ref('int_revenue__subscription_spans') }}

),

last_states as (

    select
        transitions.account_id,
        transitions.product_line,
        transitions.closing_mrr,
        row_number() over (
            partition by transitions.subscription_id
            order by transitions.moved_on desc nulls last, transitions.row_kind desc nulls last
        ) as recency
    from transitions
    inner join spans on transitions.subscription_id = spans.subscription_id
    where not spans.is_handed_over

),

both_sides as (

    select
        account_id,
        product_line,
        mrr_delta as difference
    from movements
    union all
    select
        account_id,
        product_line,
        -mrr_delta as difference
    from usage_pieces
    union all
    select
        account_id,
        product_line,
        -closing_mrr as difference
    from last_states
    where recency = 1

)

select
    account_id,
    product_line,
    sum(difference) as difference
from both_sides
group by account_id, product_line
having sum(difference) <> 0
