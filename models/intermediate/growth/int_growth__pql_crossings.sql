with steps as (

    select * from {{ ref('int_growth__pql_steps') }}

),

spells as (

    select * from {{ ref('int_growth__pql_spells') }}

),

pql_points as (

    select * from {{ ref('int_config__pql_points') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

qualified as (

    select
        steps.scope_kind,
        steps.scope_id,
        steps.changed_on,
        steps.score_points,
        steps.active_users,
        row_number() over (
            partition by steps.scope_kind, steps.scope_id order by steps.changed_on asc nulls last
        ) as step_number
    from steps
    cross join settings
    where
        steps.score_points >= settings.pql_cut
        and steps.is_recent
        and (
            steps.scope_kind = 'workspace'
            or steps.active_users >= settings.pqa_min_active_users
        )

),

first_steps as (

    select
        scope_kind,
        scope_id,
        changed_on as crossed_on,
        score_points,
        active_users
    from qualified
    where step_number = 1

),

held as (

    select
        first_steps.scope_kind,
        first_steps.scope_id,
        {{ dbt.listagg("spells.signal", "', '", "order by spells.signal nulls last") }} as signals
    from first_steps
    inner join spells
        on
            first_steps.scope_kind = spells.scope_kind
            and first_steps.scope_id = spells.scope_id
            and first_steps.crossed_on >= spells.holds_from_on
            and (spells.holds_until_on is null or first_steps.crossed_on < spells.holds_until_on)
    inner join pql_points on spells.signal = pql_points.signal
    group by first_steps.scope_kind, first_steps.scope_id

),

final as (

    select
        first_steps.scope_kind,
        first_steps.scope_id,
        first_steps.crossed_on,
        {{ dbt.dateadd('second', -1, dbt.dateadd('day', 1, 'first_steps.crossed_on')) }}
            as crossed_at,
        first_steps.score_points,
        first_steps.active_users,
        held.signals
    from first_steps
    left join held
        on
            first_steps.scope_kind = held.scope_kind
            and first_steps.scope_id = held.scope_id

)

select * from final
