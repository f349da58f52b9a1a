-- Each order stands in line for what comes between the order before it and itself: once in the
-- queue of each of its lines and once in that of all lines; a renewal only for what can start one.
with orders as (

    select * from {{ ref('int_attribution__startable_orders') }}

),

order_lines as (

    select * from {{ ref('int_attribution__order_lines') }}

),

candidates as (

    select * from {{ ref('int_attribution__candidates') }}

),

-- An order without a line is an order on any line that something on the account names.
lines as (

    select
        account_id,
        order_id,
        product_line
    from order_lines
    where product_line is not null
    union
    select
        order_lines.account_id,
        order_lines.order_id,
        candidates.product_line
    from order_lines
    inner join candidates on order_lines.account_id = candidates.account_id
    where order_lines.product_line is null and candidates.product_line is not null

),

queued as (

    select
        orders.account_id,
        lines.product_line as queue,
        orders.order_number,
        orders.ordered_at,
        orders.is_renewal
    from orders
    inner join lines
        on orders.account_id = lines.account_id and orders.order_id = lines.order_id
    union all
    select
        account_id,
        'every line' as queue,
        order_number,
        ordered_at,
        is_renewal
    from orders

),

offered as (

    select
        account_id,
        queue,
        true as can_serve_renewals,
        order_number,
        ordered_at
    from queued
    union all
    select
        account_id,
        queue,
        false as can_serve_renewals,
        order_number,
        ordered_at
    from queued
    where not is_renewal

),

final as (

    select
        account_id,
        queue,
        can_serve_renewals,
        order_number,
        lag(ordered_at) over (
            partition by account_id, queue, can_serve_renewals order by order_number asc nulls last
        ) as last_ordered_at,
        ordered_at
    from offered

)

select * from final
