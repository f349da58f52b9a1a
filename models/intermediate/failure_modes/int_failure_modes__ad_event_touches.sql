with event_verdicts as (

    select * from {{ ref('int_attribution__event_verdicts') }}
    where event_type <> 'account_created'

),

order_costs as (

    select * from {{ ref('int_economics__order_costs') }}

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

final as (

    select
        event_verdicts.revenue_event_id,
        event_verdicts.account_id,
        event_verdicts.event_type,
        event_verdicts.effective_on,
        coalesce(accounts.peer_group, 'unknown') as peer_group,
        order_costs.touch_count,
        order_costs.minutes
    from event_verdicts
    inner join order_costs
        on event_verdicts.account_id = order_costs.account_id
            and event_verdicts.order_id = order_costs.order_id
    left join accounts
        on event_verdicts.account_id = accounts.account_id
            and accounts.as_of_month
            = {{ dbt.date_trunc('month', 'event_verdicts.effective_on') }}

)

select * from final
