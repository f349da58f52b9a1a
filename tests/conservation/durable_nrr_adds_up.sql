{{ config(group="warehouse") }}

-- What it is: of every quarter the parts of the bridge sum to durable NRR to the last decimal, none
-- adds to NRR, durable NRR is not above it, and NRR is that of the revenue room.
with bridge as (

    select * from {{ ref('rpt_durable_nrr') }}

),

retention as (

    select * from {{ ref('rpt_retention') }}
    where segment = 'all'

),

quarters as (

    select * from {{ ref('int_failure_modes__bn_quarters') }}

),

summed as (

    select
        quarter,
        sum(case when component <> 'durable_nrr' then arr end) as parts_arr,
        max(case when component = 'durable_nrr' then arr end) as durable_arr,
        max(case when component = 'nrr' then arr end) as nrr_arr,
        max(case when component = 'nrr' then points end) as nrr_points,
        max(
            case
                when component in ('price_only', 'concessions', 'thin_margin_expansion') then arr
            end
        )
            as greatest_part_arr,
        count(*) as components
    from bridge
    group by quarter

)

select
    summed.quarter,
    summed.parts_arr,
    summed.durable_arr,
    summed.nrr_arr,
    retention.nrr
from summed
inner join quarters on summed.quarter = quarters.quarter
left join retention on quarters.as_of_month = retention.month
where
    summed.components <> 5
    or summed.parts_arr <> summed.durable_arr
    or summed.durable_arr > summed.nrr_arr
    or summed.greatest_part_arr > 0
    or retention.nrr is null
    or abs(100 * retention.nrr - summed.nrr_points) > 0.000001
