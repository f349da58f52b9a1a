-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_crm__contacts') }}

),

final as (

    select
        contact_id,
        crm_account_id,
        {{ hashed_email('email') }} as email_hash,
        {{ email_domain('email') }} as email_domain,
        title,
        department,
        case
            when buying_role is null then null
            when
                buying_role in (
                    'champion', 'economic_buyer', 'decision_maker', 'influencer', 'user',
                    'procurement', 'legal', 'security', 'other'
                )
                then buying_role
            else 'other'
        end as buying_role,
        created_at,
        left_at
    from base
    where quarantine_reason is null

)

select * from final
