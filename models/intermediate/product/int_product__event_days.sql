with product_events as (

    select * from {{ ref('stg_product__product_events') }}

),

event_catalog as (

    select * from {{ ref('stg_config__event_catalog') }}

),

internal_users as (

    select * from {{ ref('int_product__internal_users') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

-- The one pass over the events: what is computed from use reads these days.
counted as (

    select
        product_events.workspace_id,
        product_events.user_id,
        product_events.event_name,
        coalesce(product_events.product_line, event_catalog.product_line) as product_line,
        cast(product_events.occurred_at as date) as used_on,
        count(*) as event_count
    from product_events
    left join event_catalog on product_events.event_name = event_catalog.event_name
    where
        product_events.workspace_id is not null
        and not coalesce(product_events.is_bot, false)
    group by
        product_events.workspace_id,
        product_events.user_id,
        product_events.event_name,
        coalesce(product_events.product_line, event_catalog.product_line),
        cast(product_events.occurred_at as date)

),

final as (

    select
        workspace_accounts.account_id,
        counted.workspace_id,
        counted.user_id,
        counted.used_on,
        counted.event_name,
        counted.product_line,
        event_catalog.feature_key,
        event_catalog.use_case_key,
        event_catalog.event_kind,
        coalesce(event_catalog.is_core_feature, false) as is_core_feature,
        coalesce(event_catalog.is_premium_gated, false) as is_premium_gated,
        cast(counted.event_count as bigint) as event_count
    from counted
    inner join workspace_accounts on counted.workspace_id = workspace_accounts.workspace_id
    left join event_catalog on counted.event_name = event_catalog.event_name
    left join internal_users
        on
            counted.workspace_id = internal_users.workspace_id
            and counted.user_id = internal_users.user_id
    where internal_users.user_id is null

)

select * from final
