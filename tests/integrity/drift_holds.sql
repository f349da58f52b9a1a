{{ config(group="warehouse") }}

-- What it is: what may never be among the verdicts of Architecture Drift. A paying account without a
-- verdict in some month; a drift that is not older than the threshold or begins after the day; a
-- presence that the state does not give; drift without dollars, or dollars without drift, below
-- zero or outside their interval; over-service that forgoes revenue; two versions of a rule in force;
-- a motion in dim_accounts that the facts do not point to.
-- When it matters: accounts change hands because of the list.
-- How to fix: the reason names the model whose rule is broken.
with states as (

    select * from {{ ref('int_failure_modes__ad_states') }}

),

dollars as (

    select * from {{ ref('int_failure_modes__ad_dollars') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__ad_thresholds') }}

),

accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

rules as (

    select * from {{ ref('int_failure_modes__ad_rules') }}
    where is_in_force

),

dim_accounts as (

    select * from {{ ref('dim_accounts') }}

),

months as (

    select * from {{ ref('int_failure_modes__months') }}
    where is_current

),

broken as (

    select
        'a paying account has no verdict' as reason,
        accounts.account_id as example
    from accounts
    left join states
        on accounts.as_of_month = states.as_of_month
            and accounts.account_id = states.account_id
            and states.is_base
    where states.account_id is null
    union all
    select
        'a drift is younger than the threshold or begins later' as reason,
        states.account_id as example
    from states
    inner join thresholds on states.scenario_id = thresholds.scenario_id
    where states.state in ('over_served', 'under_served')
        and (
            coalesce(states.days_in_state, -1) < thresholds.mismatch_days
            or states.onset_on > states.as_of_on
        )
    union all
    select
        'present without drift, or blocked and present' as reason,
        account_id as example
    from states
    where is_present
        and (state not in ('over_served', 'under_served') or blocked_by is not null)
    union all
    select
        'a drift has no row of dollars, or dollars no drift' as reason,
        coalesce(states.account_id, dollars.account_id) as example
    from states
    full outer join dollars
        on states.scenario_id = dollars.scenario_id
            and states.as_of_month = dollars.as_of_month
            and states.account_id = dollars.account_id
    where coalesce(states.is_present, false) <> (dollars.account_id is not null)
    union all
    select
        'dollars are below zero or outside their interval' as reason,
        account_id as example
    from dollars
    where impact_arr < 0 or impact_low < 0 or impact_low > impact_gm or impact_gm > impact_high
    union all
    select
        'over-service forgoes revenue' as reason,
        account_id as example
    from dollars
    where state = 'over_served' and impact_arr <> 0
    union all
    select
        'two versions of a rule are in force' as reason,
        max(kind) as example
    from rules
    group by as_of_month, kind
    having count(*) > 1
    union all
    select
        'dim_accounts shows another motion' as reason,
        states.account_id as example
    from states
    inner join months on states.as_of_month = months.as_of_month
    inner join dim_accounts on states.account_id = dim_accounts.account_id
    where states.is_base
        and coalesce(states.motion_indicated, '') <> coalesce(dim_accounts.motion_indicated, '')

)

select
    reason,
    count(*) as cases,
    min(example) as example
from broken
group by reason
