-- What is on record of the selling of each order that somebody sold: the deal, and the talks.
with orders as (

    select * from {{ ref('int_attribution__orders') }}

),

startable_orders as (

    select * from {{ ref('int_attribution__startable_orders') }}

),

pairs as (

    select * from {{ ref('int_attribution__pairs') }}

),

created_opportunities as (

    select * from {{ ref('int_motions__created_opportunities') }}

),

recorded as (

    select
        account_id,
        order_id,
        count(case when trigger_kind in ('outbound_touch', 'inbound_touch') then trigger_id end)
            as talk_count,
        min(case
            when trigger_kind = 'human_opportunity' or side = 'opened' then evidence_number
        end) as deal_number
    from pairs
    group by account_id, order_id

),

final as (

    select
        orders.account_id,
        orders.order_id,
        created_opportunities.created_by_id as opened_by_id,
        orders.ordered_at,
        recorded.deal_number is not null as has_deal,
        coalesce(recorded.talk_count, 0) > 0 as has_talk,
        coalesce(recorded.talk_count, 0) as talk_count
    from orders
    inner join startable_orders
        on orders.account_id = startable_orders.account_id
            and orders.order_id = startable_orders.order_id
    left join recorded
        on orders.account_id = recorded.account_id and orders.order_id = recorded.order_id
    left join pairs as deals
        on recorded.account_id = deals.account_id
            and recorded.order_id = deals.order_id
            and recorded.deal_number = deals.evidence_number
    left join created_opportunities on deals.trigger_id = created_opportunities.opportunity_id
    where orders.order_channel in ('sales_order', 'unknown')

)

select * from final
