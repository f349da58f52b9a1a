-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_billing__price_book_limits') }}

),

final as (

    select
        product_line,
        plan,
        limit_key,
        included,
        overage_price,
        valid_from
    from base
    where quarantine_reason is null

)

select * from final
