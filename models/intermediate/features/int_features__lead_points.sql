with leads as (

    select * from {{ ref('int_features__leads') }}

),

pql_steps as (

    select * from {{ ref('int_growth__pql_steps') }}

),

pql_spells as (

    select * from {{ ref('int_growth__pql_spells') }}
    where scope_kind = 'workspace' and signal <> 'activity'

),

signals as (

    select
        leads.workspace_id,
        leads.as_of_on,
        {{ dbt.listagg("pql_spells.signal", "', '", "order by pql_spells.signal nulls last") }}
            as earned_by
    from leads
    inner join pql_spells
        on
            leads.workspace_id = pql_spells.scope_id
            and leads.as_of_on >= pql_spells.holds_from_on
            and (
                pql_spells.holds_until_on is null or leads.as_of_on < pql_spells.holds_until_on
            )
    group by leads.workspace_id, leads.as_of_on

),

-- The rule has one copy: its history is looked up as of the end of the day.
final as (

    select
        leads.workspace_id,
        leads.as_of_on,
        coalesce(own_steps.score_points, 0) as points,
        coalesce(own_steps.is_recent, false) as is_recent,
        coalesce(account_steps.score_points, 0) as account_points,
        coalesce(account_steps.active_users, 0) as account_users,
        signals.earned_by
    from leads
    left join pql_steps as own_steps
        on
            own_steps.scope_kind = 'workspace'
            and leads.workspace_id = own_steps.scope_id
            and leads.as_of_on >= own_steps.changed_on
            and (
                own_steps.changes_next_on is null or leads.as_of_on < own_steps.changes_next_on
            )
    left join pql_steps as account_steps
        on
            account_steps.scope_kind = 'account'
            and leads.account_id = account_steps.scope_id
            and leads.as_of_on >= account_steps.changed_on
            and (
                account_steps.changes_next_on is null
                or leads.as_of_on < account_steps.changes_next_on
            )
    left join signals
        on leads.workspace_id = signals.workspace_id and leads.as_of_on = signals.as_of_on

)

select * from final
