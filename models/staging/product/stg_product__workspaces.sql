-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_product__workspaces') }}

),

final as (

    select
        workspace_id,
        workspace_name,
        email_domain,
        created_at,
        entry_model,
        trial_started_at,
        trial_ends_at,
        signup_source,
        deleted_at,
        crm_account_id,
        customer_id
    from base
    where quarantine_reason is null

)

select * from final
