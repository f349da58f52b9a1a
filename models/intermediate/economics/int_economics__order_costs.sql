with orders as (

    select * from {{ ref('int_attribution__startable_orders') }}

),

touch_costs as (

    select * from {{ ref('int_economics__touch_costs') }}
    where is_commercial

),

-- Work serves the order that its deal became, else the first order after it.
ranked as (

    select
        orders.account_id,
        orders.order_id,
        touch_costs.minutes,
        touch_costs.cost,
        touch_costs.cost_deviation,
        row_number() over (
            partition by touch_costs.source_table, touch_costs.touch_id
            order by
                case when touch_costs.order_id = orders.order_id then 0 else 1 end asc nulls last,
                orders.order_number asc nulls last
        ) as place
    from orders
    inner join touch_costs
        on orders.account_id = touch_costs.account_id
            and orders.ordered_at >= touch_costs.touched_at
            and {{ dbt.datediff('touch_costs.touched_at', 'orders.ordered_at', 'day') }}
            <= orders.lookback_days

),

served as (

    select
        account_id,
        order_id,
        count(*) as touch_count,
        sum(case when cost is null then 1 else 0 end) as unpriced_count,
        sum(minutes) as minutes,
        sum(cost) as cost,
        sum(cast(cost_deviation * cost_deviation as decimal(28, 8))) as cost_variance
    from ranked
    where place = 1
    group by account_id, order_id

),

final as (

    select
        orders.account_id,
        orders.order_id,
        orders.ordered_at,
        cast(coalesce(served.touch_count, 0) as bigint) as touch_count,
        cast(coalesce(served.unpriced_count, 0) as bigint) as unpriced_count,
        cast(case when served.order_id is null then 0 else served.minutes end as decimal(28, 8))
            as minutes,
        cast(case when served.order_id is null then 0 else served.cost end as decimal(28, 8))
            as cost,
        cast(coalesce(served.cost_variance, 0) as decimal(28, 8)) as cost_variance
    from orders
    left join served
        on orders.account_id = served.account_id and orders.order_id = served.order_id

)

select * from final
