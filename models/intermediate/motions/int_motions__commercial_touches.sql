with commercial_touches as (

    select * from {{ ref('stg_crm__commercial_touches') }}

),

opportunities as (

    select * from {{ ref('stg_crm__opportunities') }}

),

leads as (

    select * from {{ ref('stg_crm__leads') }}

),

contacts as (

    select * from {{ ref('stg_crm__contacts') }}

),

-- What names no account may name a deal, a person or a lead that does.
final as (

    select
        commercial_touches.touch_id,
        coalesce(
            commercial_touches.crm_account_id,
            opportunities.crm_account_id,
            contacts.crm_account_id,
            leads.crm_account_id
        ) as crm_account_id,
        coalesce(commercial_touches.email_domain, leads.email_domain) as email_domain,
        commercial_touches.opportunity_id,
        commercial_touches.touched_at,
        commercial_touches.channel,
        commercial_touches.direction,
        commercial_touches.topic,
        commercial_touches.actor_id,
        commercial_touches.actor_function,
        commercial_touches.minutes
    from commercial_touches
    left join opportunities
        on commercial_touches.opportunity_id = opportunities.opportunity_id
    left join contacts on commercial_touches.contact_id = contacts.contact_id
    left join leads on commercial_touches.lead_id = leads.lead_id

)

select * from final
