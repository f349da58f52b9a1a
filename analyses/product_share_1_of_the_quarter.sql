-- First of three steps down: the share of each stage in the latest quarter, with its bounds.
with latest as (

    select max(quarter) as quarter from {{ ref('rpt_product_share') }}

)

select
    shares.stage,
    shares.reading,
    shares.product_events,
    shares.events,
    shares.share_of_events,
    shares.share_low,
    shares.share_high,
    shares.is_provisional
from {{ ref('rpt_product_share') }} as shares
inner join latest on shares.quarter = latest.quarter
where shares.window = 'quarter' and shares.segment = 'all'
order by shares.stage asc nulls last, shares.reading asc nulls last
