with opportunities as (

    select * from {{ ref('stg_crm__opportunities') }}

),

created_opportunities as (

    select * from {{ ref('int_motions__created_opportunities') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

final as (

    select
        opportunities.opportunity_id,
        crm_accounts.account_id,
        opportunities.product_line,
        opportunities.opportunity_type,
        opportunities.created_at,
        created_opportunities.creator_kind,
        opportunities.trigger_signal_id,
        opportunities.order_id,
        opportunities.closed_on,
        opportunities.is_won
    from opportunities
    inner join crm_accounts on opportunities.crm_account_id = crm_accounts.crm_account_id
    left join created_opportunities
        on opportunities.opportunity_id = created_opportunities.opportunity_id

)

select * from final
