with event_pieces as (

    select * from {{ ref('int_revenue__event_pieces') }}

),

opportunities as (

    select * from {{ ref('stg_crm__opportunities') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

prompts as (

    select * from {{ ref('stg_product__in_product_prompts') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

orders as (

    select
        account_id,
        order_id,
        max(stated_channel) as stated_channel,
        min(coalesce(cast(ordered_at as date), effective_on)) as ordered_on
    from event_pieces
    group by account_id, order_id

),

won_deals as (

    select
        crm_accounts.account_id,
        opportunities.order_id,
        opportunities.closed_on
    from opportunities
    inner join crm_accounts on opportunities.crm_account_id = crm_accounts.crm_account_id
    where opportunities.is_won

),

completed_prompts as (

    select distinct
        workspace_accounts.account_id,
        cast(prompts.acted_at as date) as completed_on
    from prompts
    inner join workspace_accounts on prompts.workspace_id = workspace_accounts.workspace_id
    where prompts.action = 'completed' and prompts.prompt_type in ('checkout_start', 'upgrade_cta')

),

-- Where the export does not say: a won deal says sales, a completed checkout says self-serve.
sold as (

    select distinct
        orders.account_id,
        orders.order_id
    from orders
    cross join parameters
    inner join won_deals
        on orders.account_id = won_deals.account_id
            and (
                orders.order_id = won_deals.order_id
                or abs({{ dbt.datediff('orders.ordered_on', 'won_deals.closed_on', 'day') }})
                <= parameters.opportunity_match_days
            )
    where orders.stated_channel is null

),

served as (

    select distinct
        orders.account_id,
        orders.order_id
    from orders
    cross join parameters
    inner join completed_prompts
        on orders.account_id = completed_prompts.account_id
            and abs({{ dbt.datediff(
                'orders.ordered_on', 'completed_prompts.completed_on', 'day'
            ) }})
            <= parameters.prompt_match_days
    where orders.stated_channel is null

),

final as (

    select
        orders.account_id,
        orders.order_id,
        case
            when orders.stated_channel is not null then orders.stated_channel
            when sold.order_id is not null then 'sales_order'
            when served.order_id is not null then 'self_serve'
            else 'unknown'
        end as order_channel,
        case
            when orders.stated_channel is not null then 'stated'
            when sold.order_id is not null then 'won_opportunity'
            when served.order_id is not null then 'completed_prompt'
            else 'none'
        end as channel_basis
    from orders
    left join sold
        on orders.account_id = sold.account_id and orders.order_id = sold.order_id
    left join served
        on orders.account_id = served.account_id and orders.order_id = served.order_id

)

select * from final
