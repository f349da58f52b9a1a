-- Second step: the events behind one cell, here the expansions of the latest quarter that people
-- started, largest first.
with latest as (

    select max(quarter) as quarter from {{ ref('rpt_product_share') }}

)

select
    initiation.revenue_event_id,
    initiation.account_id,
    initiation.event_type,
    initiation.event_arr,
    initiation.initiation,
    initiation.is_in_ratio,
    initiation.confidence,
    initiation.reason
from {{ ref('fct_revenue_event_initiation') }} as initiation
inner join latest
    on latest.quarter = cast({{ dbt.date_trunc('quarter', 'initiation.effective_on') }} as date)
where initiation.stage = 'expansion' and initiation.initiated_by = 'human'
order by initiation.event_arr desc nulls last, initiation.revenue_event_id asc nulls last
