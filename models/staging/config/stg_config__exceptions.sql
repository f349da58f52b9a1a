-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__exceptions') }}

),

final as (

    select
        rule,
        key,
        reason,
        valid_until
    from base
    where quarantine_reason is null

)

select * from final
