with changes as (

    select * from {{ ref('int_product__workspace_usage_changes') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

days as (

    select
        changes.workspace_id,
        changes.changed_on,
        sum(changes.event_count) as event_change,
        sum(changes.day_change) as day_change,
        sum(changes.user_change) as user_change
    from changes
    cross join as_of
    where changes.changed_on <= as_of.as_of_on
    group by changes.workspace_id, changes.changed_on

),

final as (

    select
        workspace_id,
        changed_on,
        lead(changed_on) over (
            partition by workspace_id order by changed_on asc nulls last
        ) as changes_next_on,
        cast(sum(user_change) over running as bigint) as active_users,
        cast(sum(day_change) over running as bigint) as active_days,
        cast(sum(event_change) over running as bigint) as event_count
    from days
    window running as (
        partition by workspace_id order by changed_on asc nulls last
        rows between unbounded preceding and current row
    )

)

select * from final
