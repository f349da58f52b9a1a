{{ config(materialized='view') }}

with orders as (

    select * from {{ ref('int_attribution__startable_orders') }}

),

order_lines as (

    select * from {{ ref('int_attribution__order_lines') }}

),

candidates as (

    select * from {{ ref('int_attribution__candidates') }}

),

-- An order stands once in the queue of each of its lines and once in the queue of all lines; a
-- renewal only in the queues of what can start one.
queues as (

    select
        orders.account_id,
        orders.order_number,
        orders.ordered_at,
        order_lines.product_line as queue,
        orders.is_renewal
    from orders
    inner join order_lines
        on orders.account_id = order_lines.account_id
            and orders.order_id = order_lines.order_id
    union all
    select
        account_id,
        order_number,
        ordered_at,
        'every line' as queue,
        is_renewal
    from orders

),

standing as (

    select
        account_id,
        queue,
        ordered_at as stands_at,
        1 as place,
        order_number,
        case when is_renewal then cast(null as bigint) else order_number end
            as order_number_but_renewals,
        cast(null as varchar) as candidate_id,
        cast(null as timestamp) as started_at,
        true as serves_renewals
    from queues
    union all
    select
        account_id,
        coalesce(product_line, 'every line') as queue,
        serves_from_at as stands_at,
        0 as place,
        cast(null as bigint) as order_number,
        cast(null as bigint) as order_number_but_renewals,
        candidate_id,
        started_at,
        serves_renewals
    from candidates

),

-- The first order at or after it in its queue.
next_orders as (

    select
        account_id,
        candidate_id,
        started_at,
        serves_renewals,
        min(order_number) over (
            partition by account_id, queue order by stands_at asc nulls last, place asc nulls last
            rows between current row and unbounded following
        ) as next_order_number,
        min(order_number_but_renewals) over (
            partition by account_id, queue order by stands_at asc nulls last, place asc nulls last
            rows between current row and unbounded following
        ) as next_order_number_but_renewals
    from standing

),

final as (

    select
        account_id,
        candidate_id,
        started_at,
        case
            when serves_renewals then next_order_number
            else next_order_number_but_renewals
        end as order_number
    from next_orders
    where candidate_id is not null

)

select * from final
