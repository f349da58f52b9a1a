-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_billing__billing_customers') }}

),

final as (

    select
        customer_id,
        customer_name,
        {{ hashed_email('email') }} as email_hash,
        coalesce(lower(trim(email_domain)), {{ email_domain('email') }}) as email_domain,
        created_at,
        currency,
        workspace_id,
        crm_account_id
    from base
    where quarantine_reason is null

)

select * from final
