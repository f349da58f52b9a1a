-- What the CRM says brought an order: the source of the deal that names it; where deals name no
-- orders, that of the won deal nearest to it.
with orders as (

    select * from {{ ref('int_attribution__orders') }}

),

opportunities as (

    select * from {{ ref('stg_crm__opportunities') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

deals as (

    select
        crm_accounts.account_id,
        opportunities.opportunity_id,
        opportunities.order_id,
        opportunities.created_at,
        opportunities.closed_on,
        opportunities.is_won,
        coalesce(nullif(lower(trim(opportunities.source)), ''), 'not stated') as claimed_source
    from opportunities
    inner join crm_accounts on opportunities.crm_account_id = crm_accounts.crm_account_id

),

matched as (

    select
        orders.account_id,
        orders.order_id,
        deals.opportunity_id,
        deals.claimed_source,
        deals.created_at,
        'named' as claim_basis,
        0 as days_apart
    from orders
    inner join deals on orders.account_id = deals.account_id and orders.order_id = deals.order_id
    union all
    select
        orders.account_id,
        orders.order_id,
        deals.opportunity_id,
        deals.claimed_source,
        deals.created_at,
        'nearest' as claim_basis,
        abs({{ dbt.datediff('orders.ordered_at', 'deals.closed_on', 'day') }}) as days_apart
    from orders
    cross join parameters
    inner join deals
        on orders.account_id = deals.account_id
            and abs({{ dbt.datediff('orders.ordered_at', 'deals.closed_on', 'day') }})
            <= parameters.opportunity_match_days
    where deals.order_id is null
        and deals.is_won
        and orders.order_channel in ('sales_order', 'unknown')

),

ranked as (

    select
        *,
        row_number() over (
            partition by account_id, order_id
            order by
                case claim_basis when 'named' then 0 else 1 end asc nulls last,
                days_apart asc nulls last,
                created_at asc nulls last,
                opportunity_id asc nulls last
        ) as place
    from matched

),

final as (

    select
        account_id,
        order_id,
        opportunity_id,
        claimed_source,
        claim_basis
    from ranked
    where place = 1

)

select * from final
