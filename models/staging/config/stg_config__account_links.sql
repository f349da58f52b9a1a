-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__account_links') }}

),

final as (

    select
        source_system,
        source_id,
        account_key
    from base
    where quarantine_reason is null

)

select * from final
