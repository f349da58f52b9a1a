-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_crm__opportunity_stage_history') }}

),

final as (

    select
        opportunity_id,
        stage,
        entered_at
    from base
    where quarantine_reason is null

)

select * from final
