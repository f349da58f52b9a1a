with event_pieces as (

    select * from {{ ref('int_revenue__event_pieces') }}

),

stated_changes as (

    select * from {{ ref('stg_billing__subscription_changes') }}

),

order_channels as (

    select * from {{ ref('int_revenue__order_channels') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

-- A date alone stands for the last second of its day.
pieces as (

    select
        event_pieces.account_id,
        event_pieces.order_id,
        event_pieces.product_line,
        event_pieces.event_type,
        event_pieces.is_metered,
        event_pieces.has_stated_order,
        event_pieces.event_arr,
        coalesce(
            event_pieces.ordered_at,
            {{ dbt.dateadd('second', 86399, 'event_pieces.effective_on') }}
        ) as ordered_at,
        coalesce(
            stated_changes.agreed_in_order_id <> event_pieces.order_id, false
        ) as is_agreed_before
    from event_pieces
    left join stated_changes on event_pieces.change_id = stated_changes.change_id

),

orders as (

    select
        account_id,
        order_id,
        min(ordered_at) as ordered_at,
        case
            when bool_or(event_type = 'conversion') then 'conversion'
            when bool_or(event_type in ('renewal', 'reactivation')) then 'retention'
            else 'expansion'
        end as stage,
        bool_or(event_type = 'renewal') and not bool_or(event_type = 'conversion') as is_renewal,
        bool_and(is_agreed_before) as is_agreed_before,
        bool_and(event_type = 'price_increase') as is_price_only,
        bool_and(is_metered) as is_metered,
        bool_or(has_stated_order) as has_stated_order,
        cast(sum(event_arr) as decimal(28, 8)) as order_arr
    from pieces
    group by account_id, order_id

),

final as (

    select
        orders.account_id,
        orders.order_id,
        orders.ordered_at,
        orders.stage,
        order_channels.order_channel,
        order_channels.channel_basis,
        case orders.stage
            when 'conversion' then parameters.lookback_days_conversion
            when 'retention' then parameters.lookback_days_retention
            else parameters.lookback_days_expansion
        end as lookback_days,
        orders.is_renewal,
        order_channels.order_channel in ('self_serve', 'api') as is_self_serve,
        orders.is_metered,
        orders.is_agreed_before,
        orders.is_price_only and not orders.is_metered and (
            order_channels.order_channel = 'system'
            or (order_channels.order_channel = 'unknown' and not orders.has_stated_order)
        ) as is_price_policy,
        orders.is_renewal and order_channels.order_channel = 'system' as is_automatic_renewal,
        orders.order_arr,
        row_number() over (
            partition by orders.account_id
            order by orders.ordered_at asc nulls last, orders.order_id asc nulls last
        ) as order_number
    from orders
    inner join order_channels
        on orders.account_id = order_channels.account_id
            and orders.order_id = order_channels.order_id
    cross join parameters

)

select * from final
