with quarters as (

    select * from {{ ref('int_growth__acquisition_quarters') }}
    where is_told

),

final as (

    select
        {{ figure(
            "'M67'", 'quarter', "quarter", "'blended'", 'dollars',
            numerator="sales_and_marketing", denominator="new_accounts",
            reason="case when new_accounts = 0 then 'no new paying account' end"
        ) }}
    from quarters
    union all
    select
        {{ figure(
            "'M67'", 'quarter', "quarter", "'product-led'", 'dollars',
            numerator="product_led_cost", denominator="product_accounts",
            reason="case
                when coalesce(product_accounts, 0) = 0 then 'the product started no first order'
                end"
        ) }}
    from quarters
    union all
    select
        {{ figure(
            "'M67'", 'quarter', "quarter", "'sales-led'", 'dollars', numerator="sales_led_cost",
            denominator="sales_accounts",
            reason="case
                when coalesce(sales_accounts, 0) = 0 then 'no person started a first order'
                end"
        ) }}
    from quarters

)

select * from final
