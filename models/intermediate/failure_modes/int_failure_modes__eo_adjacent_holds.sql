with adjacency_holds as (

    select * from {{ ref('int_product__adjacency_holds') }}

),

active_user_steps as (

    select * from {{ ref('int_product__active_user_steps') }}

),

expansions as (

    select * from {{ ref('int_failure_modes__eo_expansions') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

-- What was taken up before the account last bought more is taken to be paid for.
bought as (

    select
        adjacency_holds.account_id,
        adjacency_holds.signal_type,
        adjacency_holds.subject,
        min(expansions.expanded_on) as bought_on
    from adjacency_holds
    inner join expansions
        on adjacency_holds.account_id = expansions.account_id
            and adjacency_holds.holds_from_on < expansions.expanded_on
    group by adjacency_holds.account_id, adjacency_holds.signal_type, adjacency_holds.subject

),

used as (

    select
        adjacency_holds.account_id,
        adjacency_holds.product_line,
        concat_ws(':', adjacency_holds.signal_type, adjacency_holds.subject) as subject,
        adjacency_holds.evidence,
        greatest(adjacency_holds.holds_from_on, active_user_steps.changed_on) as holds_from_on,
        least(
            coalesce(active_user_steps.changes_next_on, bought.bought_on),
            coalesce(bought.bought_on, active_user_steps.changes_next_on)
        ) as holds_until_on
    from adjacency_holds
    cross join settings
    inner join active_user_steps
        on adjacency_holds.account_id = active_user_steps.account_id
            and adjacency_holds.subject = active_user_steps.scope_key
            and case
                when adjacency_holds.signal_type = 'adjacent_use_case' then 'use_case'
                else 'department'
            end = active_user_steps.scope_kind
            and (
                active_user_steps.changes_next_on is null
                or active_user_steps.changes_next_on > adjacency_holds.holds_from_on
            )
    left join bought
        on adjacency_holds.account_id = bought.account_id
            and adjacency_holds.signal_type = bought.signal_type
            and adjacency_holds.subject = bought.subject
    where active_user_steps.active_users >= settings.eo_adjacent_min_users

),

final as (

    select
        account_id,
        product_line,
        subject,
        holds_from_on,
        holds_until_on,
        evidence
    from used
    where holds_until_on is null or holds_until_on > holds_from_on

)

select * from final
