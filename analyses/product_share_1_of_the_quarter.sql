-- First of three steps down: the share of each stage in the latest quarter, with its bounds.
with latest as (

    select max(quarter) as quarter from {{ ref('rpt_product_share') }}

)

select
    product_share.stage,
    product_share.reading,
    product_share.product_events,
    product_share.events,
    product_share.share_of_events,
    product_share.share_low,
    product_share.share_high,
    product_share.is_provisional
from {{ ref('rpt_product_share') }} as product_share
inner join latest on product_share.quarter = latest.quarter
where product_share.window = 'quarter' and product_share.segment = 'all'
order by product_share.stage asc nulls last, product_share.reading asc nulls last
