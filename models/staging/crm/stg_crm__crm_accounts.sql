-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_crm__crm_accounts') }}

),

final as (

    select
        crm_account_id,
        parent_crm_account_id,
        account_name,
        domain,
        industry,
        employee_count,
        region,
        owner_id,
        created_at,
        segment,
        technologies,
        do_not_contact,
        is_target_account,
        is_reference
    from base
    where quarantine_reason is null

)

select * from final
