-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__experiments') }}

),

final as (

    select
        experiment_key,
        lever,
        control_arm,
        starts_on,
        ends_on,
        is_randomised
    from base
    where quarantine_reason is null

)

select * from final
