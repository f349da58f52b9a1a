-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_crm__motion_assignments') }}

),

final as (

    select
        crm_account_id,
        motion,
        coverage,
        valid_from,
        valid_to,
        rule_version
    from base
    where quarantine_reason is null

)

select * from final
