-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

with base as (

    select * from {{ ref('base_billing__invoice_lines') }}

),

final as (

    select
        invoice_line_id,
        invoice_id,
        customer_id,
        subscription_id,
        product_line,
        line_type,
        amount,
        currency,
        period_starts_on,
        period_ends_on,
        invoiced_at
    from base
    where quarantine_reason is null

)

select * from final
