with first_sessions as (

    select * from {{ ref('int_product__first_sessions') }}

),

event_days as (

    select * from {{ ref('int_product__event_days') }}

),

sessions_in_order as (

    select
        *,
        row_number() over (
            partition by workspace_id
            order by starts_at asc nulls last, visitor_id asc nulls last
        ) as session_number
    from first_sessions

),

-- Set-up, or any act that is neither a visit nor a look at prices, is more than a look around.
used as (

    select
        workspace_id,
        min(case when event_kind = 'setup' then used_on end) as set_up_on,
        min(
            case when event_kind in ('setup', 'action', 'integration', 'api') then used_on end
        ) as first_act_on,
        max(used_on) as last_used_on
    from event_days
    group by workspace_id

),

final as (

    select
        sessions_in_order.workspace_id,
        sessions_in_order.starts_at as first_session_at,
        sessions_in_order.ends_at as first_session_ends_at,
        used.set_up_on,
        used.first_act_on,
        used.last_used_on
    from sessions_in_order
    left join used on sessions_in_order.workspace_id = used.workspace_id
    where sessions_in_order.session_number = 1

)

select * from final
