with value_events as (

    select * from {{ ref('int_product__value_events') }}

),

final as (

    select
        workspace_id,
        user_id,
        value_on,
        product_line,
        min(occurred_at) as first_value_at,
        cast(count(*) as bigint) as value_events
    from value_events
    group by workspace_id, user_id, value_on, product_line

)

select * from final
