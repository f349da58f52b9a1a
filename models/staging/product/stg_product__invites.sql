-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_product__invites') }}

),

final as (

    select
        invite_id,
        inviter_user_id,
        workspace_id,
        sent_at,
        accepted_at,
        accepted_user_id,
        is_external
    from base
    where quarantine_reason is null

)

select * from final
