with event_days as (

    select * from {{ ref('int_product__event_days') }}
    where user_id is not null

),

product_users as (

    select * from {{ ref('stg_product__product_users') }}

),

scoped as (

    select
        account_id,
        'product_line' as scope_kind,
        coalesce(product_line, 'none') as scope_key,
        user_id,
        used_on
    from event_days
    union all
    select
        account_id,
        'use_case' as scope_kind,
        use_case_key as scope_key,
        user_id,
        used_on
    from event_days
    where use_case_key is not null
    union all
    select
        event_days.account_id,
        'department' as scope_kind,
        lower(trim(product_users.department)) as scope_key,
        event_days.user_id,
        event_days.used_on
    from event_days
    inner join product_users
        on
            event_days.workspace_id = product_users.workspace_id
            and event_days.user_id = product_users.user_id
    where trim(product_users.department) <> ''

),

final as (

    select distinct
        account_id,
        scope_kind,
        scope_key,
        user_id,
        used_on
    from scoped

)

select * from final
