-- How many of the sales orders of the days before have both their deal and a talk on record. Either
-- alone says little: of several talks one is on record long after half of them are not.
with orders as (

    select * from {{ ref('int_attribution__orders') }}

),

sales_orders as (

    select * from {{ ref('int_attribution__sales_orders') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

sold as (

    select
        cast(ordered_at as date) as ordered_on,
        count(*) as sales_orders,
        sum(case when has_deal and has_talk then 1 else 0 end) as logged_orders
    from sales_orders
    group by cast(ordered_at as date)

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
