{{ config(group="warehouse") }}

-- What it is: laws that no verdict of Borrowed NRR may break, each with the rows that do.
with states as (

    select * from {{ ref('int_failure_modes__bn_states') }}

),

dollars as (

    select * from {{ ref('int_failure_modes__bn_dollars') }}

),

companies as (

    select * from {{ ref('int_failure_modes__bn_company') }}

)

select
    'a state that is none of the three, or no reason' as broken,
    account_id as subject,
    as_of_month
from states
where
    state not in ('none', 'borrowed', 'not_assessable')
    or reason is null
    or is_present <> (state = 'borrowed' and blocked_by is null)
union all
select
    'borrowed without a tag' as broken,
    account_id as subject,
    as_of_month
from states
where state = 'borrowed' and evidence not like '%reasons=%'
union all
select
    'a state that begins after its day' as broken,
    account_id as subject,
    as_of_month
from states
where onset_on > as_of_on or days_in_state < 0
union all
select
    'present without dollars, or dollars without presence' as broken,
    coalesce(states.account_id, dollars.account_id) as subject,
    coalesce(states.as_of_month, dollars.as_of_month) as as_of_month
from states
full outer join dollars
    on states.scenario_id = dollars.scenario_id
        and states.as_of_month = dollars.as_of_month
        and states.account_id = dollars.account_id
where coalesce(states.is_present, false) <> (dollars.account_id is not null)
union all
select
    'dollars below zero or outside their interval' as broken,
    account_id as subject,
    as_of_month
from dollars
where
    impact_gm < 0 or impact_arr < 0 or impact_low > impact_gm or impact_high < impact_gm
union all
select
    'a verdict where it is not measurable' as broken,
    peer_group as subject,
    as_of_month
from companies
where
    (not is_measurable and (is_present is not null or missing_inputs is null))
    or (is_measurable and (is_present is null or grade is null or missing_inputs is not null))
    or (is_present and grade not in ('bn_warning', 'bn_confirmed'))
