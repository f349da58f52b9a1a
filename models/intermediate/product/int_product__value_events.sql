{{ config(materialized='view') }}

with product_events as (

    select * from {{ ref('stg_product__product_events') }}

),

event_catalog as (

    select * from {{ ref('stg_config__event_catalog') }}

),

product_users as (

    select * from {{ ref('stg_product__product_users') }}

),

internal_domains as (

    select * from {{ ref('stg_config__internal_domains') }}

),

internal_users as (

    select
        product_users.workspace_id,
        product_users.user_id
    from product_users
    left join internal_domains
        on product_users.email_domain = lower(trim(internal_domains.email_domain))
    where
        product_users.is_internal
        or (product_users.is_internal is null and internal_domains.email_domain is not null)
    group by product_users.workspace_id, product_users.user_id

),

final as (

    select
        product_events.event_id,
        product_events.workspace_id,
        product_events.user_id,
        product_events.occurred_at,
        cast(product_events.occurred_at as date) as value_on
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
