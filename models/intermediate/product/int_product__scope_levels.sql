with scope_days as (

    select * from {{ ref('int_product__scope_days') }}

),

active_user_steps as (

    select * from {{ ref('int_product__active_user_steps') }}

),

-- Days of use and steps in one order, so that each day knows how many were active on it.
moments as (

    select
        account_id,
        scope_kind,
        scope_key,
        changed_on as happened_on,
        user_change,
        0 as use_days
    from active_user_steps
    where scope_kind <> 'product_line'
    union all
    select
        account_id,
        scope_kind,
        scope_key,
        used_on as happened_on,
        0 as user_change,
        1 as use_days
    from scope_days
    where scope_kind <> 'product_line'
    group by account_id, scope_kind, scope_key, used_on

),

dates as (

    select
        account_id,
        scope_kind,
        scope_key,
        happened_on,
        sum(user_change) as user_change,
        sum(use_days) as use_days
    from moments
    group by account_id, scope_kind, scope_key, happened_on

),

final as (

    select
        account_id,
        scope_kind,
        scope_key,
        happened_on as used_on,
        use_days = 1 as is_used,
        cast(sum(user_change) over (
            partition by account_id, scope_kind, scope_key order by happened_on asc nulls last
            rows between unbounded preceding and current row
        ) as bigint) as active_users,
        cast(sum(use_days) over (
            partition by account_id, scope_kind, scope_key order by happened_on asc nulls last
            rows between unbounded preceding and current row
        ) as bigint) as day_number
    from dates

)

select * from final
