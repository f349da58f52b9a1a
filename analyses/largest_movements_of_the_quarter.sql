-- Which accounts moved ARR most in the last ninety days, and by what?
with movements as (

    select * from {{ ref('fct_mrr_movements') }}

),

accounts as (

    select * from {{ ref('dim_accounts') }}

),

as_of as (

    select max(moved_on) as last_moved_on from movements

)

select
    accounts.account_name,
    movements.movement_type,
    movements.driver,
    12 * sum(movements.mrr_delta) as arr_delta
from movements
cross join as_of
left join accounts on movements.account_id = accounts.account_id
where {{ dbt.datediff('movements.moved_on', 'as_of.last_moved_on', 'day') }} < 90
group by accounts.account_name, movements.movement_type, movements.driver
order by abs(12 * sum(movements.mrr_delta)) desc nulls last
limit 25
