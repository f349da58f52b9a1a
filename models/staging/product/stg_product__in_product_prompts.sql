-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_product__in_product_prompts') }}

),

final as (

    select
        prompt_id,
        action,
        acted_at,
        workspace_id,
        user_id,
        prompt_type,
        product_line,
        signal_id
    from base
    where quarantine_reason is null

)

select * from final
