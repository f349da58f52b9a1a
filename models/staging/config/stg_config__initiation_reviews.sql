-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__initiation_reviews') }}

),

final as (

    select
        revenue_event_id,
        initiated_by,
        reviewed_on
    from base
    where quarantine_reason is null

)

select * from final
