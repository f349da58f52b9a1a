-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_product__product_users') }}

),

final as (

    select
        user_id,
        workspace_id,
        {{ hashed_email('email') }} as email_hash,
        {{ email_domain('email') }} as email_domain,
        created_at,
        department,
        role,
        invited_by_user_id,
        is_internal,
        deactivated_at
    from base
    where quarantine_reason is null

)

select * from final
