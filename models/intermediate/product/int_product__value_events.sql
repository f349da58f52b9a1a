{{ config(materialized='view') }}

with deciding_events as (

    select * from {{ ref('int_product__deciding_events') }}

),

event_catalog as (

    select * from {{ ref('stg_config__event_catalog') }}

),

internal_users as (

    select * from {{ ref('int_product__internal_users') }}

),

final as (

    select
        deciding_events.event_id,
        deciding_events.workspace_id,
        deciding_events.user_id,
        deciding_events.occurred_at,
        deciding_events.value_on
    from deciding_events
    inner join event_catalog on deciding_events.event_name = event_catalog.event_name
    left join internal_users
        on
            deciding_events.workspace_id = internal_users.workspace_id
            and deciding_events.user_id = internal_users.user_id
    where
        event_catalog.is_value_event
        and internal_users.user_id is null

)

select * from final
