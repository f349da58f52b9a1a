-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_success__service_hours') }}

),

final as (

    select
        crm_account_id,
        month,
        kind,
        hours,
        billed_hours
    from base
    where quarantine_reason is null

)

select * from final
