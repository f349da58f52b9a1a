-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_finance__fx_rates') }}

),

final as (

    select
        rate_date,
        currency,
        rate
    from base
    where quarantine_reason is null

)

select * from final
