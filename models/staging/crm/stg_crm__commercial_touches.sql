-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_crm__commercial_touches') }}

),

final as (

    select
        touch_id,
        touched_at,
        crm_account_id,
        lead_id,
        email_domain,
        opportunity_id,
        contact_id,
        channel,
        direction,
        actor_id,
        actor_function,
        case
            when topic is null then null
            when
                topic in (
                    'commercial', 'renewal', 'expansion', 'onboarding', 'technical', 'other'
                )
                then topic
            else 'other'
        end as topic,
        minutes
    from base
    where quarantine_reason is null

)

select * from final
