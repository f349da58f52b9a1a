with handoffs as (

    select * from {{ ref('int_growth__handoffs') }}

),

deliveries as (

    select * from {{ ref('int_growth__deliveries') }}

),

opportunities as (

    select * from {{ ref('int_growth__opportunities') }}

),

leads as (

    select * from {{ ref('int_growth__leads') }}

),

self_serve_orders as (

    select * from {{ ref('int_motions__self_serve_orders') }}

),

-- An opportunity that names a signal of the hand-off is its own whenever it was opened; any other
-- counts while the hand-off is open.
taken_up as (

    select
        handoffs.handoff_id,
        opportunities.opportunity_id,
        opportunities.created_at as accepted_at,
        opportunities.closed_on,
        opportunities.is_won
    from handoffs
    inner join opportunities
        on
            handoffs.account_id = opportunities.account_id
            and opportunities.created_at >= handoffs.delivered_at
            and handoffs.open_until_at > opportunities.created_at
    union
    select
        handoffs.handoff_id,
        opportunities.opportunity_id,
        opportunities.created_at as accepted_at,
        opportunities.closed_on,
        opportunities.is_won
    from handoffs
    inner join deliveries
        on
            handoffs.account_id = deliveries.account_id
            and handoffs.handoff_number = deliveries.handoff_number
    inner join opportunities on deliveries.source_id = opportunities.trigger_signal_id
    union
    select
        handoffs.handoff_id,
        cast(null as varchar) as opportunity_id,
        leads.sql_at as accepted_at,
        cast(null as date) as closed_on,
        cast(null as boolean) as is_won
    from handoffs
    inner join leads
        on
            handoffs.account_id = leads.account_id
            and leads.sql_at >= handoffs.delivered_at
            and handoffs.open_until_at > leads.sql_at

),

accepted as (

    select
        handoff_id,
        min(accepted_at) as accepted_at,
        min(opportunity_id) as opportunity_id,
        max(case when is_won then 1 else 0 end) as won_count,
        max(case when opportunity_id is not null and closed_on is null then 1 else 0 end)
            as open_count,
        count(opportunity_id) as opportunity_count
    from taken_up
    group by handoff_id

),

self_served as (

    select
        handoffs.handoff_id,
        min(self_serve_orders.ordered_at) as self_served_at
    from handoffs
    inner join self_serve_orders
        on
            handoffs.account_id = self_serve_orders.account_id
            and self_serve_orders.ordered_at >= handoffs.delivered_at
            and handoffs.open_until_at > self_serve_orders.ordered_at
    group by handoffs.handoff_id

),

final as (

    select
        handoffs.handoff_id,
        accepted.accepted_at,
        accepted.opportunity_id,
        case
            when accepted.won_count = 1 then 'won'
            when accepted.opportunity_count > 0 and accepted.open_count = 0 then 'lost'
        end as deal_result,
        self_served.self_served_at
    from handoffs
    left join accepted on handoffs.handoff_id = accepted.handoff_id
    left join self_served on handoffs.handoff_id = self_served.handoff_id

)

select * from final
