with opportunities as (

    select * from {{ ref('stg_crm__opportunities') }}

),

crm_users as (

    select * from {{ ref('stg_crm__crm_users') }}

),

-- What the record says of its maker counts; where it says nothing, who the maker is.
final as (

    select
        opportunities.opportunity_id,
        opportunities.crm_account_id,
        opportunities.created_at,
        opportunities.opportunity_type,
        opportunities.created_by_id,
        case
            when opportunities.created_by is not null then opportunities.created_by
            when crm_users.is_integration then 'system'
            when not crm_users.is_integration then 'human'
            else 'unknown'
        end as creator_kind
    from opportunities
    left join crm_users on opportunities.created_by_id = crm_users.crm_user_id

)

select * from final
