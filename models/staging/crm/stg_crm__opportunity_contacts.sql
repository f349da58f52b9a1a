-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_crm__opportunity_contacts') }}

),

final as (

    select
        opportunity_id,
        contact_id,
        buying_role,
        added_at
    from base
    where quarantine_reason is null

)

select * from final
