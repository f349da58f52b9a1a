-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_success__success_objectives') }}

),

final as (

    select
        objective_id,
        crm_account_id,
        owner_contact_id,
        metric,
        target,
        value,
        measured_on,
        is_higher_better,
        status,
        set_on,
        verified_on,
        verified_by
    from base
    where quarantine_reason is null

)

select * from final
