{{ config(group="warehouse") }}

-- What it is: what may never be in Hollow Usage. A paying account without a verdict; one that is
-- present without being hollow; a proof, an onset or a lesson of later than the day; an impact
-- below zero, outside its interval or above what comes up; more coming up than is paid; groups that
-- do not add up to all.
-- When it matters: hindsight, or dollars that nobody can lose.
-- How to fix: read the reason; the model that it names holds the rule.
with states as (

    select * from {{ ref('int_failure_modes__hu_states') }}

),

verdicts as (

    select * from {{ ref('int_failure_modes__hu_verdicts') }}

),

dollars as (

    select * from {{ ref('int_failure_modes__hu_dollars') }}

),

renewing as (

    select * from {{ ref('int_failure_modes__hu_renewing_accounts') }}

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

group_sums as (

    select * from {{ ref('int_failure_modes__hu_group_sums') }}

),

loss_rates as (

    select * from {{ ref('renewal_loss_rates') }}

),

months as (

    select * from {{ ref('int_failure_modes__months') }}

),

of_all as (

    select
        scenario_id,
        as_of_month,
        sum(case when peer_group = 'all' then impact_gm else -impact_gm end) as gm_apart,
        sum(case when peer_group = 'all' then arr_renewing else -arr_renewing end) as arr_apart,
        sum(case when peer_group = 'all' then paying_accounts else -paying_accounts end)
            as accounts_apart
    from group_sums
    group by scenario_id, as_of_month

)

select
    accounts.account_id as what,
    'int_failure_modes__hu_states: a paying account without a verdict' as reason
from accounts
left join states
    on
        accounts.as_of_month = states.as_of_month
        and accounts.account_id = states.account_id
        and states.is_base
where states.account_id is null
union all
select
    account_id as what,
    'int_failure_modes__hu_states: present and not hollow, or hollow, not present and not blocked'
        as reason
from states
where is_present <> (state in ('hollow_diverging', 'hollow_unproven') and blocked_by is null)
union all
select
    account_id as what,
    'int_failure_modes__hu_states: it began after the day' as reason
from states
where onset_on > as_of_on or days_in_state < 0
union all
select
    account_id as what,
    'int_failure_modes__hu_verdicts: its proof is of later than the day' as reason
from verdicts
where proven_on > as_of_on
union all
select
    account_id as what,
    'int_failure_modes__hu_verdicts: proven without a proof, or unproven with one' as reason
from verdicts
where (state = 'proven' and not has_proof) or (state = 'hollow_unproven' and has_proof)
union all
select
    account_id as what,
    'int_failure_modes__hu_dollars: an impact below zero, outside its interval or above the stake'
        as reason
from dollars
where
    impact_arr < 0
    or impact_arr > arr_at_risk
    or impact_low < 0
    or impact_low > impact_gm
    or impact_gm > impact_high
union all
select
    renewing.account_id as what,
    'int_failure_modes__hu_renewing_accounts: more comes up than is paid' as reason
from renewing
inner join accounts
    on
        renewing.as_of_month = accounts.as_of_month
        and renewing.account_id = accounts.account_id
where
    renewing.arr_renewing > accounts.arr
    or renewing.arr_renewing < 0
    or renewing.arr_urgent > renewing.arr_renewing
union all
select
    concat_ws(' ', scenario_id, cast(as_of_month as varchar)) as what,
    'int_failure_modes__hu_group_sums: the groups do not add up to all' as reason
from of_all
where gm_apart <> 0 or arr_apart <> 0 or accounts_apart <> 0
union all
select
    cast(loss_rates.as_of_month as varchar) as what,
    'renewal_loss_rates: learnt from what matured after the day' as reason
from loss_rates
inner join months on loss_rates.as_of_month = months.as_of_month
where cast(loss_rates.trained_through as date) > months.as_of_on
