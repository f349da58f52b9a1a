-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__interventions') }}

),

final as (

    select
        intervention_id,
        started_on,
        failure_mode,
        stage,
        segment,
        note
    from base
    where quarantine_reason is null

)

select * from final
