-- What may never be: an event without a verdict or a verdict without its event, ARR that differs, a
-- trigger later than its event, a strict reading outside the standard or a standard outside the
-- broad, a trigger that serves two orders, a verdict without a reason.
with initiation as (

    select * from {{ ref('fct_revenue_event_initiation') }}

),

events as (

    select * from {{ ref('fct_revenue_events') }}

),

both_sides as (

    select
        coalesce(events.revenue_event_id, initiation.revenue_event_id) as revenue_event_id,
        events.revenue_event_id is null or initiation.revenue_event_id is null as is_alone,
        events.event_arr <> initiation.event_arr as is_other_arr
    from events
    full outer join initiation on events.revenue_event_id = initiation.revenue_event_id

),

served as (

    select
        trigger_kind,
        trigger_id,
        min(revenue_event_id) as revenue_event_id
    from initiation
    where trigger_id is not null and rule_step <> 'metered' and event_type <> 'account_created'
    group by trigger_kind, trigger_id
    having count(distinct order_id) > 1

),

broken as (

    select
        revenue_event_id,
        'no event of its own, or no verdict' as what
    from both_sides
    where is_alone
    union all
    select
        revenue_event_id,
        'another ARR than its event' as what
    from both_sides
    where is_other_arr
    union all
    select
        revenue_event_id,
        'evidence later than its event' as what
    from initiation
    where triggered_at > started_by_at
        or first_product_signal_at > started_by_at
        or first_human_touch_at > started_by_at
        or first_customer_act_at > started_by_at
    union all
    select
        revenue_event_id,
        'strict, standard and broad do not nest' as what
    from initiation
    where (is_product_strict and not is_product_standard)
        or (is_product_standard and not is_product_broad)
        or (is_product_broad and not is_in_ratio)
    union all
    select
        revenue_event_id,
        'a trigger serves two orders' as what
    from served
    union all
    select
        revenue_event_id,
        'no reason' as what
    from initiation
    where coalesce(trim(reason), '') = '' or coalesce(trim(would_change), '') = ''

)

select
    revenue_event_id,
    what
from broken
