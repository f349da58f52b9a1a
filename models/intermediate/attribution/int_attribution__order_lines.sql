{{ config(materialized='view') }}

with event_pieces as (

    select * from {{ ref('int_revenue__event_pieces') }}

),

final as (

    select distinct
        account_id,
        order_id,
        nullif(product_line, 'none') as product_line
    from event_pieces

)

select * from final
