with quarters as (

    select * from {{ ref('int_growth__acquisition_quarters') }}
    where is_told

),

final as (

    select
        'M67' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'blended' as slice,
        cast(sales_and_marketing as double) / nullif(cast(new_accounts as double), 0) as value,
        cast(sales_and_marketing as double) as numerator,
        cast(new_accounts as double) as denominator,
        'dollars' as unit,
        case
            when new_accounts = 0 then 'no new paying account'
        end as reason
    from quarters
    union all
    select
        'M67' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'product-led' as slice,
        cast(product_led_cost as double) / nullif(cast(product_accounts as double), 0) as value,
        cast(product_led_cost as double) as numerator,
        cast(product_accounts as double) as denominator,
        'dollars' as unit,
        case
            when coalesce(product_accounts, 0) = 0 then 'the product started no first order'
        end as reason
    from quarters
    union all
    select
        'M67' as metric_id,
        'quarter' as period,
        quarter as period_start,
        'all' as segment,
        'sales-led' as slice,
        cast(sales_led_cost as double) / nullif(cast(sales_accounts as double), 0) as value,
        cast(sales_led_cost as double) as numerator,
        cast(sales_accounts as double) as denominator,
        'dollars' as unit,
        case
            when coalesce(sales_accounts, 0) = 0 then 'no person started a first order'
        end as reason
    from quarters

)

select * from final
