-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_billing__price_book') }}

),

final as (

    select
        product_line,
        plan,
        tier_rank,
        list_price,
        billing_interval,
        quantity_unit,
        is_addon,
        currency,
        valid_from,
        valid_to
    from base
    where quarantine_reason is null

)

select * from final
