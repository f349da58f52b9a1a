-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_finance__infra_costs') }}

),

final as (

    select
        month,
        workspace_id,
        amount
    from base
    where quarantine_reason is null

)

select * from final
