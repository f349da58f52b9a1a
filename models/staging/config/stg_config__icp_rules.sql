-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__icp_rules') }}

),

final as (

    select
        attribute,
        operator,
        operand,
        points
    from base
    where quarantine_reason is null

)

select * from final
