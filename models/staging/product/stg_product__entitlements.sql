-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_product__entitlements') }}

),

final as (

    select
        workspace_id,
        product_line,
        plan,
        limit_key,
        limit_value,
        is_hard_limit,
        valid_from,
        valid_to
    from base
    where quarantine_reason is null

)

select * from final
