{{ config(group="warehouse") }}

-- What it is: what may never be among the Conversion Black Holes. A hole on a line that is paid
-- for; a case that is missing or stands twice; a state without its reason; a presence that the
-- state does not give; dollars without a hole, below zero or outside their interval; a cohort whose
-- cases do not add up; a company without a row in some month.
-- When it matters: the list is handed to people, and its dollars are ranked.
-- How to fix: the reason names the model whose rule is broken.
with states as (

    select * from {{ ref('int_failure_modes__cbh_states') }}

),

value_reached as (

    select * from {{ ref('int_failure_modes__cbh_value_reached') }}

),

scenario_months as (

    select * from {{ ref('int_failure_modes__scenario_months') }}
    where failure_mode = 'conversion_black_holes'

),

paid_lines as (

    select * from {{ ref('int_failure_modes__paid_lines') }}

),

dollars as (

    select * from {{ ref('int_failure_modes__cbh_dollars') }}

),

companies as (

    select * from {{ ref('int_failure_modes__cbh_company') }}
    where peer_group = 'all'

),

cohorts as (

    select * from {{ ref('rpt_value_cohorts') }}

),

expected as (

    select
        scenario_months.scenario_id,
        scenario_months.as_of_month,
        value_reached.account_id,
        value_reached.product_line
    from scenario_months
    inner join value_reached on scenario_months.as_of_on >= value_reached.value_reached_on

)

select
    states.account_id as what,
    'a hole on a line that is paid for' as reason
from states
inner join paid_lines
    on states.as_of_month = paid_lines.as_of_month
        and states.account_id = paid_lines.account_id
        and states.product_line in (paid_lines.product_line, 'all')
where states.is_present
union all
select
    coalesce(expected.account_id, states.account_id) as what,
    'a case without a state, or a state without a case' as reason
from expected
full outer join states
    on expected.scenario_id = states.scenario_id
        and expected.as_of_month = states.as_of_month
        and expected.account_id = states.account_id
        and expected.product_line = states.product_line
where expected.account_id is null or states.account_id is null
union all
select
    account_id as what,
    'a state without its reason, or a presence that it does not give' as reason
from states
where reason is null
    or evidence is null
    or is_present
    <> (
        state in ('black_hole', 'black_hole_weak', 'lost_in_hole') and blocked_by is null
    )
    or (is_present and (onset_on is null or onset_on > as_of_on or days_in_state < 0))
union all
select
    dollars.account_id as what,
    'dollars without a hole, below zero or outside their interval' as reason
from dollars
left join states
    on dollars.scenario_id = states.scenario_id
        and dollars.as_of_month = states.as_of_month
        and dollars.account_id = states.account_id
        and dollars.product_line = states.product_line
where not coalesce(states.is_present, false)
    or dollars.impact_arr < 0
    or dollars.impact_low > dollars.impact_gm
    or dollars.impact_high < dollars.impact_gm
union all
select
    scenario_months.scenario_id as what,
    'a month without the company' as reason
from scenario_months
left join companies
    on scenario_months.scenario_id = companies.scenario_id
        and scenario_months.as_of_month = companies.as_of_month
where companies.as_of_month is null
union all
select
    peer_group as what,
    'a cohort whose cases do not add up' as reason
from cohorts
where value_reached
    <> fresh
    + black_hole
    + black_hole_weak
    + lost_in_hole
    + prompted_no_convert
    + dormant
    + rescued_by_human
    + converted_by_product
    + converted_other
