{{ config(materialized='view') }}

with usage_lines as (

    select * from {{ ref('int_revenue__usage_lines') }}

),

final as (

    select
        invoice_line_id,
        account_id,
        product_line,
        month,
        exclusion_reason
    from usage_lines
    where exclusion_reason is not null

)

select * from final
