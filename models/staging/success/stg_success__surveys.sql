-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_success__surveys') }}

),

final as (

    select
        survey_id,
        answered_at,
        crm_account_id,
        email_domain,
        workspace_id,
        contact_id,
        kind,
        score
    from base
    where quarantine_reason is null

)

select * from final
