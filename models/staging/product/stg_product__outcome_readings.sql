-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_product__outcome_readings') }}

),

final as (

    select
        outcome_id,
        crm_account_id,
        workspace_id,
        outcome_key,
        measured_on,
        value,
        baseline,
        target,
        source,
        is_verified,
        verified_by,
        verified_on,
        is_higher_better
    from base
    where quarantine_reason is null

)

select * from final
