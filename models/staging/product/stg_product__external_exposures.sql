-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_product__external_exposures') }}

),

final as (

    select
        exposure_id,
        exposed_at,
        workspace_id,
        kind,
        resulting_user_id
    from base
    where quarantine_reason is null

)

select * from final
