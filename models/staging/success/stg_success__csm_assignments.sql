-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_success__csm_assignments') }}

),

final as (

    select
        crm_account_id,
        csm_id,
        valid_from,
        valid_to
    from base
    where quarantine_reason is null

)

select * from final
