with event_days as (

    select * from {{ ref('int_product__event_days') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

user_days as (

    select
        workspace_id,
        user_id,
        used_on,
        sum(event_count) as event_count
    from event_days
    group by workspace_id, user_id, used_on

),

active_days as (

    select
        user_days.workspace_id,
        user_days.used_on,
        cast(
            {{ dbt.dateadd('day', 'parameters.active_user_days', 'user_days.used_on') }} as date
        ) as leaves_on,
        cast({{ dbt.dateadd('month', 1, dbt.date_trunc('month', 'user_days.used_on')) }} as date)
            as next_month,
        cast(sum(user_days.event_count) as bigint) as event_count
    from user_days
    cross join parameters
    group by user_days.workspace_id, user_days.used_on, parameters.active_user_days

),

user_neighbours as (

    select
        user_days.workspace_id,
        user_days.used_on,
        cast(
            {{ dbt.dateadd('day', 'parameters.active_user_days', 'user_days.used_on') }} as date
        ) as leaves_on,
        lag(user_days.used_on) over (
            partition by user_days.workspace_id, user_days.user_id
            order by user_days.used_on asc nulls last
        ) as used_before_on,
        lead(user_days.used_on) over (
            partition by user_days.workspace_id, user_days.user_id
            order by user_days.used_on asc nulls last
        ) as used_next_on,
        parameters.active_user_days
    from user_days
    cross join parameters
    where user_days.user_id is not null

),

-- What is used comes in on its day and goes out when the window has passed it; a month begins a
-- step of its own, because what counts as much use is measured anew each month.
final as (

    select
        workspace_id,
        used_on as changed_on,
        event_count,
        1 as day_change,
        0 as user_change
    from active_days
    union all
    select
        workspace_id,
        leaves_on as changed_on,
        -event_count as event_count,
        -1 as day_change,
        0 as user_change
    from active_days
    union all
    select
        workspace_id,
        next_month as changed_on,
        0 as event_count,
        0 as day_change,
        0 as user_change
    from active_days
    where next_month < leaves_on
    union all
    select
        workspace_id,
        used_on as changed_on,
        0 as event_count,
        0 as day_change,
        1 as user_change
    from user_neighbours
    where
        used_before_on is null
        or {{ dbt.datediff('used_before_on', 'used_on', 'day') }} > active_user_days
    union all
    select
        workspace_id,
        leaves_on as changed_on,
        0 as event_count,
        0 as day_change,
        -1 as user_change
    from user_neighbours
    where used_next_on is null or used_next_on > leaves_on

)

select * from final
