-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_crm__leads') }}

),

final as (

    select
        lead_id,
        crm_account_id,
        email_domain,
        created_at,
        source,
        mql_at,
        sql_at,
        disposition
    from base
    where quarantine_reason is null

)

select * from final
