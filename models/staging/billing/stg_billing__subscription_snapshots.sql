-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_billing__subscription_snapshots') }}

),

final as (

    select
        subscription_id,
        snapshot_on,
        plan,
        quantity,
        unit_price,
        billing_interval,
        billing_interval_count,
        status
    from base
    where quarantine_reason is null

)

select * from final
