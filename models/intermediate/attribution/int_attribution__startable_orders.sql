with orders as (

    select * from {{ ref('int_attribution__orders') }}

),

contract_orders as (

    select * from {{ ref('int_attribution__contract_orders') }}

),

final as (

    select
        orders.account_id,
        orders.order_id,
        orders.order_number,
        orders.ordered_at,
        orders.lookback_days,
        orders.is_renewal
    from orders
    left join contract_orders
        on orders.account_id = contract_orders.account_id
            and orders.order_id = contract_orders.order_id
    where contract_orders.order_id is null and not orders.is_metered

)

select * from final
