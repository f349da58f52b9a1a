-- Journeys: the touches between two orders of an account, back to the window before the later one;
-- and, where no order followed, the touches with no longer gap than the window between them, once
-- the window has passed without an order.
with touches as (

    select * from {{ ref('int_attribution__touches') }}

),

order_queues as (

    select * from {{ ref('int_attribution__order_queues') }}

),

orders as (

    select * from {{ ref('int_attribution__startable_orders') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

placed as (

    select
        touches.*,
        parameters.journey_window_days,
        orders.order_id
    from touches
    cross join parameters
    left join order_queues
        on touches.account_id = order_queues.account_id
            and order_queues.queue = 'every line'
            and order_queues.can_serve_renewals
            and touches.touched_at <= order_queues.ordered_at
            and coalesce(touches.touched_at > order_queues.last_ordered_at, true)
            and {{ dbt.datediff('touches.touched_at', 'order_queues.ordered_at', 'second') }}
            <= parameters.journey_window_days * 86400
    left join orders
        on order_queues.account_id = orders.account_id
            and order_queues.order_number = orders.order_number

),

gaps as (

    select
        *,
        lag(touched_at) over (
            partition by account_id, order_id order by touched_at asc nulls last
        ) as last_touched_at
    from placed

),

begun as (

    select
        *,
        order_id is null and coalesce(
            {{ dbt.datediff('last_touched_at', 'touched_at', 'second') }}
            > journey_window_days * 86400, true
        ) as is_begin
    from gaps

),

numbered as (

    select
        *,
        sum(case when is_begin then 1 else 0 end) over (
            partition by account_id, order_id order by touched_at asc nulls last
            rows between unbounded preceding and current row
        ) as journey_number
    from begun

),

named as (

    select
        *,
        case
            when order_id is not null then concat_ws('|', account_id, order_id)
            else concat_ws('|', account_id, concat_ws(' ', 'none', cast(journey_number as varchar)))
        end as journey_id
    from numbered

),

lasting as (

    select
        *,
        max(touched_at) over (partition by journey_id) as ends_at,
        row_number() over (
            partition by journey_id order by touched_at asc nulls last, touch_key asc nulls last
        ) as touch_position,
        count(*) over (partition by journey_id) as touch_count
    from named

),

final as (

    select
        lasting.journey_id,
        lasting.account_id,
        lasting.order_id,
        lasting.touch_key,
        lasting.touch_kind,
        lasting.touch_type,
        lasting.touched_at,
        lasting.touch_position,
        lasting.touch_count,
        lasting.order_id is not null as is_converted
    from lasting
    cross join as_of
    where lasting.order_id is not null
        or as_of.as_of_at
        > {{ dbt.dateadd('day', 'lasting.journey_window_days', 'lasting.ends_at') }}

)

select * from final
