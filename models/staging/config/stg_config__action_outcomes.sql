-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__action_outcomes') }}

),

final as (

    select
        action_id,
        decision,
        decided_at,
        outcome
    from base
    where quarantine_reason is null

)

select * from final
