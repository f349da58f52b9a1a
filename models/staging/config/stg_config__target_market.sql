-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__target_market') }}

),

final as (

    select
        target_account_key,
        domain,
        segment
    from base
    where quarantine_reason is null

)

select * from final
