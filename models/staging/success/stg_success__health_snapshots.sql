-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_success__health_snapshots') }}

),

final as (

    select
        snapshot_on,
        crm_account_id,
        score,
        colour
    from base
    where quarantine_reason is null

)

select * from final
