-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

with base as (

    select * from {{ ref('base_product__usage_meters') }}

),

final as (

    select
        workspace_id,
        limit_key,
        usage_date,
        quantity,
        product_line
    from base
    where quarantine_reason is null

)

select * from final
