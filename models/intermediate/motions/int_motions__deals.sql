with created_opportunities as (

    select * from {{ ref('int_motions__created_opportunities') }}

),

opened_motions as (

    select * from {{ ref('int_attribution__opened_motions') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

-- A renewal that a calendar opened is nobody's motion until a person acts on it.
final as (

    select
        case
            when opened_motions.opportunity_id is not null then 'auto_opened' else 'opportunity'
        end as motion_kind,
        created_opportunities.opportunity_id as motion_id,
        crm_accounts.account_id,
        created_opportunities.product_line,
        created_opportunities.created_at as motion_at,
        case
            when opened_motions.opportunity_id is not null then 'product'
            when created_opportunities.creator_kind = 'human' then 'human'
            else 'none'
        end as actor_kind,
        'recorded:' || opened_motions.trigger_signal_id as answers_signal_id
    from created_opportunities
    inner join crm_accounts on created_opportunities.crm_account_id = crm_accounts.crm_account_id
    left join opened_motions
        on created_opportunities.opportunity_id = opened_motions.opportunity_id
    where
        opened_motions.opportunity_id is not null
        or created_opportunities.creator_kind <> 'system'

)

select * from final
