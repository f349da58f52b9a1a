-- What moved net revenue retention over the last twelve months, in points?
with bridge as (

    select * from {{ ref('rpt_nrr_bridge') }}

),

as_of as (

    select max(month) as month from bridge

)

select
    bridge.component,
    bridge.arr,
    bridge.points
from bridge
inner join as_of on bridge.month = as_of.month
where bridge.segment = 'all'
order by bridge.points desc nulls last
