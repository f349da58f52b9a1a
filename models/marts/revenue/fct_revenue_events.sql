with events as (

    select * from {{ ref('int_revenue__events') }}

),

final as (

    select
        revenue_event_id,
        account_id,
        product_line,
        order_id,
        event_type,
        stage,
        ordered_at,
        effective_on,
        event_arr,
        later_arr,
        order_channel
    from events

)

select * from final
