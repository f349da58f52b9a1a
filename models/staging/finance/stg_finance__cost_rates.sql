-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_finance__cost_rates') }}

),

final as (

    select
        role,
        loaded_hourly_rate,
        valid_from
    from base
    where quarantine_reason is null

)

select * from final
