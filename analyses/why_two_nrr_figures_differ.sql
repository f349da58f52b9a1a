-- Another tool shows another NRR: which definition does it use, and which accounts make the gap?
with differences as (

    select * from {{ ref('rpt_nrr_dialect_differences') }}

),

as_of as (

    select max(month) as month from differences

)

select
    differences.*
from differences
inner join as_of on differences.month = as_of.month
order by abs(differences.arr_difference) desc nulls last
limit 50
