-- Metered usage has no order of its own: the product started it where it had spoken before.
with orders as (

    select * from {{ ref('int_attribution__orders') }}

),

order_lines as (

    select * from {{ ref('int_attribution__order_lines') }}

),

candidates as (

    select * from {{ ref('int_attribution__candidates') }}

),

spoken as (

    select
        orders.account_id,
        orders.order_id,
        candidates.candidate_id,
        candidates.trigger_id,
        candidates.trigger_kind,
        candidates.started_at,
        row_number() over (
            partition by orders.account_id, orders.order_id
            order by candidates.started_at asc nulls last, candidates.candidate_id asc nulls last
        ) as evidence_number
    from orders
    inner join order_lines
        on orders.account_id = order_lines.account_id
            and orders.order_id = order_lines.order_id
    inner join candidates
        on orders.account_id = candidates.account_id
            and coalesce(order_lines.product_line = candidates.product_line, true)
            and orders.ordered_at >= candidates.started_at
            and candidates.started_at
            >= {{ dbt.dateadd('day', '-orders.lookback_days', 'orders.ordered_at') }}
    where orders.is_metered
        and candidates.side = 'product'
        and not candidates.is_shown_only

),

final as (

    select
        account_id,
        order_id,
        candidate_id,
        trigger_id,
        trigger_kind,
        started_at
    from spoken
    where evidence_number = 1

)

select * from final
