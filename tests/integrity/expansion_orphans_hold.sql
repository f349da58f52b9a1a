{{ config(group="warehouse") }}

-- What it is: what may never be true of Expansion Orphans. An orphan on a line that is not paid, in
-- an account whose use is hollow, or whose value falls; one younger than the days that make it one,
-- or with a motion within them; a spell that begins before its line is paid; dollars below zero,
-- above the cap, or out of their interval; a present state without dollars; an account that is an
-- orphan and a black hole on the same line.
-- When it matters: the same dollar counts in two modes, or somebody is called who was called.
-- How to fix: read the reason beside the row; the rule that failed is in `what`.
with states as (

    select * from {{ ref('int_failure_modes__eo_states') }}

),

cases as (

    select * from {{ ref('int_failure_modes__eo_cases') }}

),

dollars as (

    select * from {{ ref('int_failure_modes__eo_dollars') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__eo_thresholds') }}

),

hu_states as (

    select * from {{ ref('int_failure_modes__hu_states') }}
    where is_base and state = 'hollow_diverging'

),

cbh_states as (

    select * from {{ ref('int_failure_modes__cbh_states') }}
    where is_base and is_present

),

paid_spans as (

    select * from {{ ref('int_failure_modes__eo_paid_spans') }}

),

orphans as (

    select
        states.*,
        cases.days_ready,
        cases.days_since_motion,
        cases.value_trend,
        thresholds.eo_no_talk_days,
        thresholds.eo_value_floor
    from states
    inner join cases
        on states.scenario_id = cases.scenario_id
            and states.as_of_month = cases.as_of_month
            and states.account_id = cases.account_id
            and states.product_line = cases.product_line
    inner join thresholds on states.scenario_id = thresholds.scenario_id
    where states.is_present

),

final as (

    select
        'too_early_worked_or_falling' as what,
        account_id,
        product_line,
        reason
    from orphans
    where days_ready < eo_no_talk_days
        or days_since_motion < eo_no_talk_days
        or value_trend < eo_value_floor
    union all
    select
        'hollow_too' as what,
        orphans.account_id,
        orphans.product_line,
        orphans.reason
    from orphans
    inner join hu_states
        on orphans.as_of_month = hu_states.as_of_month
            and orphans.account_id = hu_states.account_id
    union all
    select
        'black_hole_too' as what,
        orphans.account_id,
        orphans.product_line,
        orphans.reason
    from orphans
    inner join cbh_states
        on orphans.as_of_month = cbh_states.as_of_month
            and orphans.account_id = cbh_states.account_id
            and orphans.product_line = cbh_states.product_line
    where orphans.is_base
    union all
    select
        'not_paid_since_its_onset' as what,
        orphans.account_id,
        orphans.product_line,
        orphans.reason
    from orphans
    left join paid_spans
        on orphans.account_id = paid_spans.account_id
            and orphans.product_line = paid_spans.product_line
            and orphans.onset_on >= paid_spans.paid_from_on
    where paid_spans.account_id is null
    union all
    select
        'dollars_out_of_bounds' as what,
        dollars.account_id,
        dollars.product_line,
        dollars.dollars_reason as reason
    from dollars
    inner join thresholds on dollars.scenario_id = thresholds.scenario_id
    where dollars.impact_arr < 0
        or dollars.impact_arr > dollars.potential_arr
        or dollars.potential_arr > dollars.arr * thresholds.eo_cap_multiple + 0.01
        or dollars.impact_low > dollars.impact_gm
        or dollars.impact_high < dollars.impact_gm
    union all
    select
        'present_without_a_row_of_dollars' as what,
        orphans.account_id,
        orphans.product_line,
        orphans.reason
    from orphans
    left join dollars
        on orphans.scenario_id = dollars.scenario_id
            and orphans.as_of_month = dollars.as_of_month
            and orphans.account_id = dollars.account_id
            and orphans.product_line = dollars.product_line
    where dollars.account_id is null

)

select * from final
