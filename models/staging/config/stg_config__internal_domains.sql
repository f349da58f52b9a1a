-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__internal_domains') }}

),

final as (

    select
        email_domain
    from base
    where quarantine_reason is null

)

select * from final
