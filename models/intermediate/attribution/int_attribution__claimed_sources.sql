{{ config(materialized='view') }}

-- What the CRM says brought an order: the source of the first opportunity that names it.
with opportunities as (

    select * from {{ ref('stg_crm__opportunities') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

named as (

    select
        crm_accounts.account_id,
        opportunities.order_id,
        opportunities.source,
        row_number() over (
            partition by crm_accounts.account_id, opportunities.order_id
            order by
                opportunities.created_at asc nulls last,
                opportunities.opportunity_id asc nulls last
        ) as opportunity_number
    from opportunities
    inner join crm_accounts on opportunities.crm_account_id = crm_accounts.crm_account_id
    where opportunities.order_id is not null

),

final as (

    select
        account_id,
        order_id,
        coalesce(source, 'not stated') as claimed_source
    from named
    where opportunity_number = 1

)

select * from final
