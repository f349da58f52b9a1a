-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__product_lines') }}

),

final as (

    select
        product_line,
        launched_on,
        is_team_only,
        plg_launched_on
    from base
    where quarantine_reason is null

)

select * from final
