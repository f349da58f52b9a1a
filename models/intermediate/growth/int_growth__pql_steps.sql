with spells as (

    select * from {{ ref('int_growth__pql_spells') }}

),

pql_points as (

    select * from {{ ref('int_config__pql_points') }}

),

account_users as (

    select * from {{ ref('int_growth__account_users') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

pointed as (

    select
        spells.*,
        coalesce(pql_points.points, 0) as points,
        case when spells.signal = 'activity' then 1 else 0 end as activity
    from spells
    left join pql_points on spells.signal = pql_points.signal

),

changes as (

    select
        scope_kind,
        scope_id,
        holds_from_on as changed_on,
        points as point_change,
        activity as activity_change,
        0 as user_change
    from pointed
    union all
    select
        scope_kind,
        scope_id,
        holds_until_on as changed_on,
        -points as point_change,
        -activity as activity_change,
        0 as user_change
    from pointed
    where holds_until_on is not null
    union all
    select
        'account' as scope_kind,
        account_id as scope_id,
        changed_on,
        0 as point_change,
        0 as activity_change,
        user_change
    from account_users

),

days as (

    select
        changes.scope_kind,
        changes.scope_id,
        changes.changed_on,
        sum(changes.point_change) as point_change,
        sum(changes.activity_change) as activity_change,
        sum(changes.user_change) as user_change
    from changes
    cross join as_of
    where changes.changed_on <= as_of.as_of_on
    group by changes.scope_kind, changes.scope_id, changes.changed_on

),

sums as (

    select
        scope_kind,
        scope_id,
        changed_on,
        lead(changed_on) over (
            partition by scope_kind, scope_id order by changed_on asc nulls last
        ) as changes_next_on,
        sum(point_change) over running as points,
        sum(activity_change) over running as activity,
        sum(user_change) over running as active_users
    from days
    window running as (
        partition by scope_kind, scope_id order by changed_on asc nulls last
        rows between unbounded preceding and current row
    )

),

final as (

    select
        scope_kind,
        scope_id,
        changed_on,
        changes_next_on,
        cast(least(points, 100) as bigint) as score_points,
        activity > 0 as is_recent,
        case when scope_kind = 'account' then cast(active_users as bigint) end as active_users
    from sums

)

select * from final
