-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_finance__gl_months') }}

),

final as (

    select
        month,
        cost_line,
        amount,
        currency
    from base
    where quarantine_reason is null

)

select * from final
