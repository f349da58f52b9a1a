with orders as (

    select * from {{ ref('int_attribution__orders') }}

),

order_costs as (

    select * from {{ ref('int_economics__order_costs') }}

),

settings as (

    select * from {{ ref('int_failure_modes__ad_settings') }}

),

-- An order that no channel tells of and that nobody touched says nothing of who runs the motion.
run_by as (

    select
        orders.account_id,
        orders.order_id,
        cast(orders.ordered_at as date) as ordered_on,
        case
            when orders.order_channel = 'sales_order' or order_costs.touch_count > 0 then 1
            else 0
        end as is_run_by_people,
        row_number() over (
            partition by orders.account_id order by orders.order_number asc nulls last
        ) as place
    from orders
    inner join order_costs
        on orders.account_id = order_costs.account_id and orders.order_id = order_costs.order_id
    where orders.order_channel in ('self_serve', 'api', 'sales_order')
        or order_costs.touch_count > 0

),

counted as (

    select
        run_by.account_id,
        run_by.ordered_on,
        run_by.place,
        count(*) as order_count,
        sum(earlier.is_run_by_people) as people_orders
    from run_by
    cross join settings
    inner join run_by as earlier
        on run_by.account_id = earlier.account_id
            and run_by.place >= earlier.place
            and run_by.place - settings.infer_orders < earlier.place
    group by run_by.account_id, run_by.ordered_on, run_by.place

),

last_of_day as (

    select
        account_id,
        ordered_on,
        max(place) as place
    from counted
    group by account_id, ordered_on

),

final as (

    select
        counted.account_id,
        counted.ordered_on as from_on,
        lead(counted.ordered_on) over (
            partition by counted.account_id order by counted.ordered_on asc nulls last
        ) as until_on,
        counted.order_count,
        cast(counted.people_orders as bigint) as people_orders,
        case
            when 2 * counted.people_orders > counted.order_count then 'people' else 'self_serve'
        end as run_by
    from counted
    inner join last_of_day
        on counted.account_id = last_of_day.account_id and counted.place = last_of_day.place

)

select * from final
