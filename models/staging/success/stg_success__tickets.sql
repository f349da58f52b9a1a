-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_success__tickets') }}

),

final as (

    select
        ticket_id,
        crm_account_id,
        email_domain,
        workspace_id,
        opened_at,
        solved_at,
        case
            when category is null then null
            when category in ('upgrade', 'billing', 'technical', 'how_to', 'other') then category
            else 'other'
        end as category,
        severity,
        handle_minutes
    from base
    where quarantine_reason is null

)

select * from final
