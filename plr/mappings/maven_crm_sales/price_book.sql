-- Each product is sold on its own, by the piece; within a series the dearer one is the higher tier.
select
    product as product_line,
    product as plan,
    row_number() over (partition by series order by sales_price) as tier_rank,
    sales_price as list_price,
    'year' as billing_interval,
    'flat' as quantity_unit,
    false as is_addon,
    'USD' as currency,
    (select min(engage_date) from read_csv('{source}/sales_pipeline.csv')) as valid_from
from read_csv('{source}/products.csv')
