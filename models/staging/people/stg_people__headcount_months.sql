-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_people__headcount_months') }}

),

final as (

    select
        month,
        function,
        team,
        fte,
        contractor_fte,
        loaded_cost
    from base
    where quarantine_reason is null

)

select * from final
