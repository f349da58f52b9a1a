-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_finance__revenue_months') }}

),

final as (

    select
        month,
        customer_id,
        product_line,
        recurring_revenue,
        other_revenue,
        currency
    from base
    where quarantine_reason is null

)

select * from final
