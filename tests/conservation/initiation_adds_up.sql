{{ config(group="warehouse") }}

-- What it is: every event of the ledger has one verdict; the matrix adds up to every event and every
-- dollar, quarter by quarter; so do the shares with what stands beside them, and what the CRM claims;
-- every share lies inside its bounds and every reading inside the next; the base of the sensitivity,
-- and logging in full, are the headline.
-- How to fix: an event whose account has two segments, or a verdict that is lost, is the usual fault.
with events as (

    select * from {{ ref('fct_revenue_events') }}

),

matrix as (

    select * from {{ ref('rpt_initiation_matrix') }}

),

initiation as (

    select * from {{ ref('fct_revenue_event_initiation') }}

),

logging as (

    select * from {{ ref('rpt_logging_sensitivity') }}

),

claimed as (

    select * from {{ ref('rpt_claimed_vs_observed') }}

),

shares as (

    select * from {{ ref('rpt_product_share') }}

),

sensitivity as (

    select * from {{ ref('rpt_product_share_sensitivity') }}

),

both_sides as (

    select
        cast({{ dbt.date_trunc('quarter', 'effective_on') }} as date) as quarter,
        1 as events,
        event_arr as arr
    from events
    union all
    select
        quarter,
        -events as events,
        -arr as arr
    from matrix

),

shared as (

    select
        quarter,
        events + contract_events + unknown_events + metered_events as events,
        arr + contract_arr + unknown_arr + metered_arr as arr
    from shares
    where shares.window = 'quarter' and reading = 'broad' and segment = 'all' and stage <> 'all'
    union all
    select
        quarter,
        -events as events,
        -arr as arr
    from matrix

),

claims as (

    select
        initiated_by,
        events,
        arr
    from claimed
    union all
    select
        initiated_by,
        -events as events,
        -arr as arr
    from matrix

),

headlines as (

    select
        quarter,
        share_of_events,
        share_of_arr
    from shares
    where shares.window = 'ttm' and stage = 'all' and segment = 'all' and reading = 'standard'

),

broken as (

    select
        'an event has no verdict, or a verdict no event' as what,
        coalesce(events.revenue_event_id, initiation.revenue_event_id) as which
    from events
    full outer join initiation on events.revenue_event_id = initiation.revenue_event_id
    where events.revenue_event_id is null or initiation.revenue_event_id is null
        or events.event_arr <> initiation.event_arr
    union all
    select
        'the matrix differs from the ledger' as what,
        cast(quarter as varchar) as which
    from both_sides
    group by quarter
    having sum(events) <> 0 or sum(arr) <> 0
    union all
    select
        'the shares and what stands beside them differ from the matrix' as what,
        cast(quarter as varchar) as which
    from shared
    group by quarter
    having sum(events) <> 0 or sum(arr) <> 0
    union all
    select
        'the claims differ from the ledger' as what,
        initiated_by as which
    from claims
    group by initiated_by
    having sum(events) <> 0 or sum(arr) <> 0
    union all
    select
        'a share is outside its bounds' as what,
        concat_ws(' ', cast(quarter as varchar), stage, segment, reading) as which
    from shares
    where share_of_events not between share_low and share_high
        or share_low < 0 or share_high > 1
        or share_of_arr not between share_of_arr_low and share_of_arr_high
        or share_of_arr_low < 0 or share_of_arr_high > 1
        or known_share not between 0 and 1 or known_share_of_arr not between 0 and 1
        or share_of_later_arr not between 0 and 1
    union all
    select
        'the readings do not nest' as what,
        concat_ws(' ', cast(narrow.quarter as varchar), narrow.stage, narrow.segment) as which
    from shares as narrow
    inner join shares as wide
        on narrow.quarter = wide.quarter
            and narrow.window = wide.window
            and narrow.stage = wide.stage
            and narrow.segment = wide.segment
    where (
            narrow.product_events > wide.product_events
            or narrow.product_arr > wide.product_arr
        )
        and ((narrow.reading = 'strict' and wide.reading = 'standard')
            or (narrow.reading = 'standard' and wide.reading = 'broad'))
    union all
    select
        'the base of the sensitivity is not the headline' as what,
        cast(sensitivity.quarter as varchar) as which
    from sensitivity
    left join headlines on sensitivity.quarter = headlines.quarter
    where headlines.quarter is null
        or (sensitivity.base_share_of_events is null) <> (headlines.share_of_events is null)
        or (sensitivity.base_share_of_arr is null) <> (headlines.share_of_arr is null)
        or abs(sensitivity.base_share_of_events - headlines.share_of_events) > 0.000000001
        or abs(sensitivity.base_share_of_arr - headlines.share_of_arr) > 0.000000001
    union all
    select
        'the share under full logging is not the headline' as what,
        cast(logging.quarter as varchar) as which
    from logging
    left join headlines on logging.quarter = headlines.quarter
    where logging.assumed_logging_rate = 1 and logging.quarter is not null
        and (
            headlines.quarter is null
            or (logging.share_of_events is null) <> (headlines.share_of_events is null)
            or (logging.share_of_arr is null) <> (headlines.share_of_arr is null)
            or abs(logging.share_of_events - headlines.share_of_events) > 0.000000001
            or abs(logging.share_of_arr - headlines.share_of_arr) > 0.000000001
        )

)

select
    what,
    which
from broken
