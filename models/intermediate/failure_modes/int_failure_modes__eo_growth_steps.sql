with scope_days as (

    select * from {{ ref('int_product__scope_days') }}
    where scope_kind = 'product_line'

),

paid_seat_steps as (

    select * from {{ ref('int_product__paid_seat_steps') }}

),

limit_days as (

    select * from {{ ref('int_product__limit_days') }}
    where limit_value > 0

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

user_days as (

    select
        scope_days.account_id,
        nullif(scope_days.scope_key, 'none') as product_line,
        scope_days.used_on,
        cast({{ dbt.dateadd('day', 'settings.window_days', 'scope_days.used_on') }} as date)
            as active_until_on,
        lag(scope_days.used_on) over (
            partition by scope_days.account_id, scope_days.scope_key, scope_days.user_id
            order by scope_days.used_on asc nulls last
        ) as used_before_on,
        lead(scope_days.used_on) over (
            partition by scope_days.account_id, scope_days.scope_key, scope_days.user_id
            order by scope_days.used_on asc nulls last
        ) as used_next_on,
        settings.window_days
    from scope_days
    cross join settings

),

-- A user is in a window with the first act of it and out when the window has passed the last.
final as (

    select
        'users' as measure,
        account_id,
        product_line,
        coalesce(product_line, 'all') as subject,
        used_on as changed_on,
        cast(1 as decimal(28, 8)) as amount,
        0 as readings
    from user_days
    where used_before_on is null
        or {{ dbt.datediff('used_before_on', 'used_on', 'day') }} > window_days
    union all
    select
        'users' as measure,
        account_id,
        product_line,
        coalesce(product_line, 'all') as subject,
        active_until_on as changed_on,
        cast(-1 as decimal(28, 8)) as amount,
        0 as readings
    from user_days
    where used_next_on is null or used_next_on > active_until_on
    union all
    select
        'seats' as measure,
        account_id,
        product_line,
        product_line as subject,
        changed_on,
        cast(seat_change as decimal(28, 8)) as amount,
        0 as readings
    from paid_seat_steps
    union all
    select
        'volume' as measure,
        workspace_accounts.account_id,
        limit_days.product_line,
        concat_ws('/', limit_days.workspace_id, limit_days.limit_key, limit_days.product_line)
            as subject,
        limit_days.used_on as changed_on,
        cast(
            cast(limit_days.quantity as double) / cast(limit_days.limit_value as double)
            as decimal(28, 8)
        ) as amount,
        1 as readings
    from limit_days
    inner join workspace_accounts on limit_days.workspace_id = workspace_accounts.workspace_id
    union all
    select
        'volume' as measure,
        workspace_accounts.account_id,
        limit_days.product_line,
        concat_ws('/', limit_days.workspace_id, limit_days.limit_key, limit_days.product_line)
            as subject,
        cast({{ dbt.dateadd('day', 'settings.window_days', 'limit_days.used_on') }} as date)
            as changed_on,
        cast(
            -cast(limit_days.quantity as double) / cast(limit_days.limit_value as double)
            as decimal(28, 8)
        ) as amount,
        -1 as readings
    from limit_days
    cross join settings
    inner join workspace_accounts on limit_days.workspace_id = workspace_accounts.workspace_id

)

select * from final
