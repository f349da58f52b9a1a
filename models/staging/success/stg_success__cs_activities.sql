-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_success__cs_activities') }}

),

final as (

    select
        activity_id,
        occurred_at,
        crm_account_id,
        kind,
        minutes,
        evidence_type,
        is_expansion_raised,
        actor_id
    from base
    where quarantine_reason is null

)

select * from final
