-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__design_targets') }}

),

final as (

    select
        stage,
        target_share
    from base
    where quarantine_reason is null

)

select * from final
