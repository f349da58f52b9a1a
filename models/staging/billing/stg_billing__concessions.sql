-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_billing__concessions') }}

),

final as (

    select
        concession_id,
        customer_id,
        granted_at,
        kind,
        amount,
        currency,
        reason,
        is_renewal
    from base
    where quarantine_reason is null

)

select * from final
