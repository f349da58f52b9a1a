with revenue_events as (

    select * from {{ ref('int_revenue__events') }}

),

final as (

    select
        order_id,
        account_id,
        case when min(product_line) = max(product_line) then nullif(min(product_line), 'none') end
            as product_line,
        min(coalesce(
            ordered_at, {{ dbt.dateadd('second', -1, dbt.dateadd('day', 1, 'effective_on')) }}
        )) as ordered_at
    from revenue_events
    where order_channel in ('self_serve', 'api') and event_type <> 'account_created'
    group by account_id, order_id

)

select * from final
