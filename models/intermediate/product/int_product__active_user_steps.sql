with scope_days as (

    select * from {{ ref('int_product__scope_days') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

neighbours as (

    select
        scope_days.account_id,
        scope_days.scope_kind,
        scope_days.scope_key,
        scope_days.used_on,
        cast(
            {{ dbt.dateadd('day', 'parameters.active_user_days', 'scope_days.used_on') }} as date
        ) as active_until_on,
        lag(scope_days.used_on) over (
            partition by
                scope_days.account_id,
                scope_days.scope_kind,
                scope_days.scope_key,
                scope_days.user_id
            order by scope_days.used_on asc nulls last
        ) as used_before_on,
        lead(scope_days.used_on) over (
            partition by
                scope_days.account_id,
                scope_days.scope_kind,
                scope_days.scope_key,
                scope_days.user_id
            order by scope_days.used_on asc nulls last
        ) as used_next_on,
        parameters.active_user_days
    from scope_days
    cross join parameters

),

-- A user comes in with the first act after a pause and goes out when too long nothing followed.
steps as (

    select
        account_id,
        scope_kind,
        scope_key,
        used_on as changed_on,
        1 as user_change
    from neighbours
    where
        used_before_on is null
        or {{ dbt.datediff('used_before_on', 'used_on', 'day') }} > active_user_days
    union all
    select
        account_id,
        scope_kind,
        scope_key,
        active_until_on as changed_on,
        -1 as user_change
    from neighbours
    where used_next_on is null or used_next_on > active_until_on

),

days as (

    select
        steps.account_id,
        steps.scope_kind,
        steps.scope_key,
        steps.changed_on,
        sum(steps.user_change) as user_change
    from steps
    cross join as_of
    where steps.changed_on <= as_of.as_of_on
    group by steps.account_id, steps.scope_kind, steps.scope_key, steps.changed_on

),

final as (

    select
        account_id,
        scope_kind,
        scope_key,
        changed_on,
        lead(changed_on) over (
            partition by account_id, scope_kind, scope_key order by changed_on asc nulls last
        ) as changes_next_on,
        cast(user_change as bigint) as user_change,
        cast(sum(user_change) over (
            partition by account_id, scope_kind, scope_key
            order by changed_on asc nulls last
            rows between unbounded preceding and current row
        ) as bigint) as active_users
    from days
    where user_change <> 0

)

select * from final
