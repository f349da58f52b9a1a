with product_events as (

    select * from {{ ref('stg_product__product_events') }}

),

internal_users as (

    select * from {{ ref('int_product__internal_users') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

-- Who has no user id yet is told apart by the anonymous one.
visits as (

    select
        product_events.workspace_id,
        product_events.event_id,
        product_events.occurred_at,
        product_events.session_id,
        coalesce(product_events.user_id, product_events.anonymous_id, 'nobody') as visitor_id,
        product_events.user_id
    from product_events
    left join internal_users
        on
            product_events.workspace_id = internal_users.workspace_id
            and product_events.user_id = internal_users.user_id
    where
        product_events.workspace_id is not null
        and not coalesce(product_events.is_bot, false)
        and internal_users.user_id is null

),

beginnings as (

    select
        workspace_id,
        visitor_id,
        max(user_id) as user_id,
        min(occurred_at) as starts_at
    from visits
    group by workspace_id, visitor_id

),

-- Only the first hours of each visitor are put in order, not all of their events.
first_hours as (

    select
        visits.workspace_id,
        visits.visitor_id,
        beginnings.user_id,
        beginnings.starts_at,
        visits.event_id,
        visits.occurred_at,
        visits.session_id,
        lag(visits.occurred_at) over (
            partition by visits.workspace_id, visits.visitor_id
            order by visits.occurred_at asc nulls last, visits.event_id asc nulls last
        ) as occurred_before_at,
        lag(visits.session_id) over (
            partition by visits.workspace_id, visits.visitor_id
            order by visits.occurred_at asc nulls last, visits.event_id asc nulls last
        ) as session_before_id,
        settings.session_gap_minutes
    from visits
    cross join settings
    inner join beginnings
        on
            visits.workspace_id = beginnings.workspace_id
            and visits.visitor_id = beginnings.visitor_id
    where
        visits.occurred_at
        < {{ dbt.dateadd('hour', 'settings.session_max_hours', 'beginnings.starts_at') }}

),

-- Two ids say whether it is one session; where one of them is missing, the gap does.
breaks as (

    select
        *,
        case
            when occurred_before_at is null then 0
            when session_id is not null and session_before_id is not null
                then case when session_id <> session_before_id then 1 else 0 end
            when
                {{ dbt.dateadd('minute', 'session_gap_minutes', 'occurred_before_at') }}
                < occurred_at
                then 1
            else 0
        end as break_count
    from first_hours

),

numbered as (

    select
        workspace_id,
        visitor_id,
        user_id,
        starts_at,
        occurred_at,
        sum(break_count) over (
            partition by workspace_id, visitor_id
            order by occurred_at asc nulls last, event_id asc nulls last
            rows between unbounded preceding and current row
        ) as breaks_so_far
    from breaks

),

final as (

    select
        workspace_id,
        visitor_id,
        user_id,
        starts_at,
        max(occurred_at) as ends_at
    from numbered
    where breaks_so_far = 0
    group by workspace_id, visitor_id, user_id, starts_at

)

select * from final
