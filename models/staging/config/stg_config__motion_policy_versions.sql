-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__motion_policy_versions') }}

),

final as (

    select
        rule_version,
        kind,
        effective_on,
        company_arr
    from base
    where quarantine_reason is null

)

select * from final
