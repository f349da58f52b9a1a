-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_finance__marketing_spend') }}

),

final as (

    select
        month,
        channel,
        amount,
        is_branded
    from base
    where quarantine_reason is null

)

select * from final
