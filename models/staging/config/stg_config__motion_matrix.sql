-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__motion_matrix') }}

),

final as (

    select
        min_acv,
        max_acv,
        min_committee,
        max_committee,
        requires_procurement,
        motion
    from base
    where quarantine_reason is null

)

select * from final
