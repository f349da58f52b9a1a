{{ config(materialized='view') }}

with product_events as (

    select * from {{ ref('stg_product__product_events') }}

),

event_catalog as (

    select * from {{ ref('stg_config__event_catalog') }}

),

internal_users as (

    select * from {{ ref('int_product__internal_users') }}

),

final as (

    select
        product_events.event_id,
        product_events.workspace_id,
        product_events.user_id,
        product_events.occurred_at,
        cast(product_events.occurred_at as date) as value_on,
        coalesce(product_events.product_line, event_catalog.product_line) as product_line
    from product_events
    inner join event_catalog on product_events.event_name = event_catalog.event_name
    left join internal_users
        on
            product_events.workspace_id = internal_users.workspace_id
            and product_events.user_id = internal_users.user_id
    where
        event_catalog.is_value_event
        and not coalesce(product_events.is_bot, false)
        and product_events.workspace_id is not null
        and internal_users.user_id is null

)

select * from final
