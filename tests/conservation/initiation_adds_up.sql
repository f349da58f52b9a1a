{{ config(group="warehouse") }}

-- What it is: the matrix adds up to every event and every dollar, quarter by quarter; so does what
-- the CRM claims; every share lies inside its bounds and every reading inside the next; the base of
-- the sensitivity is the headline.
-- How to fix: an event whose account has two segments, or a verdict that is lost, is the usual fault.
with events as (

    select * from {{ ref('fct_revenue_events') }}

),

matrix as (

    select * from {{ ref('rpt_initiation_matrix') }}

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

totals as (

    select
        count(*) as events,
        sum(event_arr) as arr
    from events

),

claims as (

    select
        sum(events) as events,
        sum(arr) as arr
    from claimed

),

broken as (

    select
        'the matrix differs from the ledger' as what,
        cast(quarter as varchar) as which
    from both_sides
    group by quarter
    having sum(events) <> 0 or sum(arr) <> 0
    union all
    select
        'the claims differ from the ledger' as what,
        'all' as which
    from totals
    cross join claims
    where totals.events <> claims.events or totals.arr <> claims.arr
    union all
    select
        'a share is outside its bounds' as what,
        concat_ws(' ', cast(quarter as varchar), stage, segment, reading) as which
    from shares
    where share_of_events not between share_low and share_high
        or share_low < 0 or share_high > 1 or share_of_arr not between 0 and 1
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
    where narrow.product_events > wide.product_events
        and ((narrow.reading = 'strict' and wide.reading = 'standard')
            or (narrow.reading = 'standard' and wide.reading = 'broad'))
    union all
    select
        'the base of the sensitivity is not the headline' as what,
        cast(sensitivity.quarter as varchar) as which
    from sensitivity
    inner join shares
        on sensitivity.quarter = shares.quarter
            and shares.window = 'ttm' and shares.stage = 'all' and shares.segment = 'all'
            and shares.reading = 'standard'
    where abs(sensitivity.base_share_of_events - shares.share_of_events) > 0.000000001

)

select
    what,
    which
from broken
