{{ config(materialized='view') }}

with event_days as (

    select * from {{ ref('int_product__event_days') }}

),

-- Where no event says of which product line it is, every event counts for every line.
final as (

    select coalesce(max(case when product_line is not null then 1 else 0 end), 0) = 1 as is_named
    from event_days

)

select * from final
