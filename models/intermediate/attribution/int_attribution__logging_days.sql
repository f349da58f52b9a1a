-- How many of the sales orders of the days before have a conversation on record.
with orders as (

    select * from {{ ref('int_attribution__orders') }}

),

startable_orders as (

    select * from {{ ref('int_attribution__startable_orders') }}

),

pairs as (

    select * from {{ ref('int_attribution__pairs') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

talked as (

    select distinct
        account_id,
        order_id
    from pairs
    where trigger_kind in ('outbound_touch', 'inbound_touch')

),

sold as (

    select
        cast(orders.ordered_at as date) as ordered_on,
        count(*) as sales_orders,
        count(talked.order_id) as logged_orders
    from orders
    inner join startable_orders
        on orders.account_id = startable_orders.account_id
            and orders.order_id = startable_orders.order_id
    left join talked
        on orders.account_id = talked.account_id and orders.order_id = talked.order_id
    where orders.order_channel in ('sales_order', 'unknown')
    group by cast(orders.ordered_at as date)

),

days as (

    select distinct cast(ordered_at as date) as ordered_on from orders

),

summed as (

    select
        days.ordered_on,
        coalesce(sum(sold.sales_orders), 0) as sales_orders,
        coalesce(sum(sold.logged_orders), 0) as logged_orders
    from days
    cross join parameters
    left join sold
        on days.ordered_on >= sold.ordered_on
            and {{ dbt.datediff('sold.ordered_on', 'days.ordered_on', 'day') }}
            < parameters.window_days
    group by days.ordered_on

),

final as (

    select
        summed.ordered_on,
        cast(summed.sales_orders as bigint) as sales_orders,
        cast(summed.logged_orders as bigint) as logged_orders,
        cast(summed.logged_orders as double) / nullif(summed.sales_orders, 0) as logged_share,
        case
            when summed.sales_orders = 0 then 'unmeasured'
            when summed.logged_orders >= parameters.logging_good_share * summed.sales_orders
                then 'good'
            when summed.logged_orders >= parameters.logging_fair_share * summed.sales_orders
                then 'fair'
            else 'poor'
        end as logging_band
    from summed
    cross join parameters

)

select * from final
