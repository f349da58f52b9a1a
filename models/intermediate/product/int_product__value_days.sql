with event_counts as (

    select * from {{ ref('int_product__event_counts') }}
    where event_count > 0

),

event_catalog as (

    select * from {{ ref('stg_config__event_catalog') }}

),

internal_users as (

    select * from {{ ref('int_product__internal_users') }}

),

final as (

    select
        event_counts.workspace_id,
        event_counts.user_id,
        event_counts.used_on as value_on,
        coalesce(event_counts.product_line, event_catalog.product_line) as product_line,
        min(event_counts.first_at) as first_value_at,
        cast(sum(event_counts.event_count) as bigint) as value_events
    from event_counts
    inner join event_catalog on event_counts.event_name = event_catalog.event_name
    left join internal_users
        on
            event_counts.workspace_id = internal_users.workspace_id
            and event_counts.user_id = internal_users.user_id
    where
        event_catalog.is_value_event
        and internal_users.user_id is null
    group by
        event_counts.workspace_id,
        event_counts.user_id,
        event_counts.used_on,
        coalesce(event_counts.product_line, event_catalog.product_line)

)

select * from final
