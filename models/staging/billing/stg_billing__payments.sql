-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_billing__payments') }}

),

final as (

    select
        invoice_id,
        customer_id,
        status,
        due_on,
        paid_on
    from base
    where quarantine_reason is null

)

select * from final
