with event_counts as (

    select * from {{ ref('int_product__event_counts') }}
    where event_count > 0

),

internal_users as (

    select * from {{ ref('int_product__internal_users') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

-- Who has no user id yet is told apart by the anonymous one.
beginnings as (

    select
        event_counts.workspace_id,
        coalesce(event_counts.user_id, event_counts.anonymous_id, 'nobody') as visitor_id,
        max(event_counts.user_id) as user_id,
        min(event_counts.first_at) as starts_at
    from event_counts
    left join internal_users
        on
            event_counts.workspace_id = internal_users.workspace_id
            and event_counts.user_id = internal_users.user_id
    where internal_users.user_id is null
    group by
        event_counts.workspace_id,
        coalesce(event_counts.user_id, event_counts.anonymous_id, 'nobody')

),

final as (

    select
        beginnings.workspace_id,
        beginnings.visitor_id,
        beginnings.user_id,
        beginnings.starts_at,
        {{ dbt.dateadd('hour', 'settings.session_max_hours', 'beginnings.starts_at') }}
            as first_hours_end_at,
        settings.session_gap_minutes
    from beginnings
    cross join settings

)

select * from final
