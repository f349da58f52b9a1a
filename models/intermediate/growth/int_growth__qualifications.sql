with signups as (

    select * from {{ ref('int_growth__signups') }}
    where exclusion_reason is null

),

crossings as (

    select * from {{ ref('int_growth__pql_crossings') }}

),

account_classes as (

    select * from {{ ref('int_identity__account_classes') }}

),

workspaces as (

    select
        signups.account_id,
        signups.workspace_id,
        crossings.crossed_at,
        crossings.score_points,
        crossings.signals
    from signups
    inner join crossings
        on crossings.scope_kind = 'workspace' and signups.workspace_id = crossings.scope_id

),

-- An account qualifies with its first workspace that does, or by its own score and users.
either_way as (

    select
        account_id,
        crossed_at
    from workspaces
    union all
    select
        scope_id as account_id,
        crossed_at
    from crossings
    where scope_kind = 'account'

),

account_firsts as (

    select
        account_id,
        min(crossed_at) as crossed_at
    from either_way
    group by account_id

),

scopes as (

    select
        'workspace' as scope_kind,
        workspace_id as scope_id,
        account_id,
        crossed_at,
        score_points,
        signals
    from workspaces
    union all
    select
        'account' as scope_kind,
        account_firsts.account_id as scope_id,
        account_firsts.account_id,
        account_firsts.crossed_at,
        crossings.score_points,
        crossings.signals
    from account_firsts
    left join crossings
        on
            crossings.scope_kind = 'account'
            and account_firsts.account_id = crossings.scope_id
            and account_firsts.crossed_at = crossings.crossed_at

),

final as (

    select
        scopes.scope_kind,
        scopes.scope_id,
        scopes.account_id,
        scopes.crossed_at as usage_qualified_at,
        case when account_classes.icp_grade in ('A', 'B', 'C') then scopes.crossed_at end
            as qualified_at,
        coalesce(account_classes.icp_grade, 'unknown') as icp_grade,
        scopes.score_points,
        scopes.signals
    from scopes
    left join account_classes on scopes.account_id = account_classes.account_id

)

select * from final
