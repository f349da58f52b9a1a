with event_days as (

    select * from {{ ref('int_product__event_days') }}
    where user_id is not null

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

user_days as (

    select
        account_id,
        user_id,
        used_on
    from event_days
    group by account_id, user_id, used_on

),

neighbours as (

    select
        user_days.account_id,
        user_days.used_on,
        cast(
            {{ dbt.dateadd('day', 'parameters.active_user_days', 'user_days.used_on') }} as date
        ) as leaves_on,
        lag(user_days.used_on) over (
            partition by user_days.account_id, user_days.user_id
            order by user_days.used_on asc nulls last
        ) as used_before_on,
        lead(user_days.used_on) over (
            partition by user_days.account_id, user_days.user_id
            order by user_days.used_on asc nulls last
        ) as used_next_on,
        parameters.active_user_days
    from user_days
    cross join parameters

),

changes as (

    select
        account_id,
        used_on as changed_on,
        1 as user_change
    from neighbours
    where
        used_before_on is null
        or {{ dbt.datediff('used_before_on', 'used_on', 'day') }} > active_user_days
    union all
    select
        account_id,
        leaves_on as changed_on,
        -1 as user_change
    from neighbours
    where used_next_on is null or used_next_on > leaves_on

),

final as (

    select
        account_id,
        changed_on,
        cast(sum(user_change) as bigint) as user_change
    from changes
    group by account_id, changed_on

)

select * from final
