{{ config(materialized='view') }}

with opportunities as (

    select * from {{ ref('stg_crm__opportunities') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

crm_users as (

    select * from {{ ref('stg_crm__crm_users') }}

),

final as (

    select
        opportunities.opportunity_id,
        crm_accounts.account_id,
        opportunities.product_line,
        opportunities.order_id,
        opportunities.created_at as opened_at,
        opportunities.trigger_signal_id
    from opportunities
    inner join crm_accounts on opportunities.crm_account_id = crm_accounts.crm_account_id
    left join crm_users on opportunities.created_by_id = crm_users.crm_user_id
    where opportunities.trigger_signal_id is not null
        or (
            opportunities.opportunity_type <> 'renewal'
            and coalesce(opportunities.created_by = 'system', crm_users.is_integration, false)
        )

)

select * from final
