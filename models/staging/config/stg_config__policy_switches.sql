-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__policy_switches') }}

),

final as (

    select
        policy,
        choice
    from base
    where quarantine_reason is null

)

select * from final
