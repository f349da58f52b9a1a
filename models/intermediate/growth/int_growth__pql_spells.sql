with holds as (

    select * from {{ ref('int_growth__pql_holds') }}

),

signups as (

    select * from {{ ref('int_growth__signups') }}
    where exclusion_reason is null

),

-- An account holds a signal while one of its workspaces does.
scoped as (

    select
        'workspace' as scope_kind,
        holds.workspace_id as scope_id,
        holds.signal,
        holds.holds_from_on,
        holds.holds_until_on
    from holds
    inner join signups on holds.workspace_id = signups.workspace_id
    union all
    select
        'account' as scope_kind,
        signups.account_id as scope_id,
        holds.signal,
        holds.holds_from_on,
        holds.holds_until_on
    from holds
    inner join signups on holds.workspace_id = signups.workspace_id

),

-- Until when the spells before this one held; one without an end holds to the end of time.
reach as (

    select
        *,
        max(coalesce(holds_until_on, cast('9999-12-31' as date))) over (
            partition by scope_kind, scope_id, signal
            order by holds_from_on asc nulls last
            rows between unbounded preceding and 1 preceding
        ) as reached_on
    from scoped

),

islands as (

    select
        *,
        sum(case when holds_from_on <= reached_on then 0 else 1 end) over (
            partition by scope_kind, scope_id, signal
            order by holds_from_on asc nulls last
            rows between unbounded preceding and current row
        ) as island_number
    from reach

),

final as (

    select
        scope_kind,
        scope_id,
        signal,
        min(holds_from_on) as holds_from_on,
        nullif(
            max(coalesce(holds_until_on, cast('9999-12-31' as date))), cast('9999-12-31' as date)
        ) as holds_until_on
    from islands
    group by scope_kind, scope_id, signal, island_number

)

select * from final
