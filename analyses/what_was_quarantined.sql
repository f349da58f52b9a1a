-- Which rows were kept apart, why, and how large a share of their table is that?
with quarantine as (

    select * from {{ ref('rpt_quarantine') }}

),

counts as (

    select * from {{ ref('rpt_input_counts') }}

)

select
    quarantine.input_table,
    quarantine.reason,
    quarantine.quarantined_rows,
    quarantine.quarantined_rows / cast(counts.arrived_rows as double) as share_of_arrived
from quarantine
inner join counts on quarantine.input_table = counts.input_table
order by share_of_arrived desc nulls last
