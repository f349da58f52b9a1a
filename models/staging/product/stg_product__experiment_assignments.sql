-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_product__experiment_assignments') }}

),

final as (

    select
        experiment_key,
        unit_type,
        unit_id,
        arm,
        assigned_at
    from base
    where quarantine_reason is null

)

select * from final
