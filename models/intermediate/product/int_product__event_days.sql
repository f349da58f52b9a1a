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

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

-- Events that come with a line and without one: the catalogue's line may bring two rows together.
mixed_names as (

    select event_name from event_counts
    group by event_name
    having count(product_line) > 0 and count(product_line) < count(*)

),

told_apart as (

    select
        event_counts.*,
        event_counts.user_id is null or mixed_names.event_name is not null as is_to_be_summed
    from event_counts
    left join mixed_names on event_counts.event_name = mixed_names.event_name

),

counted as (

    select
        workspace_id,
        user_id,
        event_name,
        product_line as own_line,
        used_on,
        event_count
    from told_apart
    where not is_to_be_summed
    union all
    select
        told_apart.workspace_id,
        told_apart.user_id,
        told_apart.event_name,
        coalesce(told_apart.product_line, event_catalog.product_line) as own_line,
        told_apart.used_on,
        sum(told_apart.event_count) as event_count
    from told_apart
    left join event_catalog on told_apart.event_name = event_catalog.event_name
    where told_apart.is_to_be_summed
    group by
        told_apart.workspace_id,
        told_apart.user_id,
        told_apart.event_name,
        coalesce(told_apart.product_line, event_catalog.product_line),
        told_apart.used_on

),

final as (

    select
        workspace_accounts.account_id,
        counted.workspace_id,
        counted.user_id,
        counted.used_on,
        counted.event_name,
        coalesce(counted.own_line, event_catalog.product_line) as product_line,
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
