{{ config(group="warehouse") }}

-- What it is: what may never be among the verdicts of Product-Passive Growth. A share that is not the
-- one of rpt_product_share at the end of a quarter, where the book is a year old by the month; a passive account of which the product started
-- an event; a presence that the state does not give; work of an order counted twice; dollars below
-- zero or outside their interval; an explanation that does not add up to what people started.
-- When it matters: the umbrella is read beside the product share; both must tell one story.
-- How to fix: the reason names the model whose rule is broken.
with shares as (

    select * from {{ ref('int_failure_modes__ppg_shares') }}
    where peer_group = 'all'

),

product_share as (

    select * from {{ ref('rpt_product_share') }}
    where segment = 'all' and reading = 'standard' and is_complete

),

matrix as (

    select * from {{ ref('rpt_initiation_matrix') }}
    where initiated_by = 'human' and stage <> 'acquisition'

),

explained as (

    select * from {{ ref('rpt_passive_growth_explained') }}

),

states as (

    select * from {{ ref('int_failure_modes__ppg_states') }}

),

ppg_accounts as (

    select * from {{ ref('int_failure_modes__ppg_accounts') }}

),

ppg_events as (

    select * from {{ ref('int_failure_modes__ppg_events') }}

),

dollars as (

    select * from {{ ref('int_failure_modes__ppg_dollars') }}

),

matrix_quarters as (

    select
        quarter,
        sum(ratio_events) as events,
        sum(ratio_arr) as arr
    from matrix
    group by quarter
    having sum(ratio_events) > 0

),

explained_quarters as (

    select
        quarter,
        sum(events) as events,
        sum(arr) as arr
    from explained
    group by quarter

),

broken as (

    select
        'the share is not that of rpt_product_share' as reason,
        product_share.stage as example
    from product_share
    inner join shares
        on product_share.stage = shares.stage
            and {{ dbt.dateadd('month', 2, 'product_share.quarter') }} = shares.as_of_month
    where product_share.window = 'ttm'
        and (
            coalesce(product_share.events, 0) <> coalesce(shares.ratio_events, 0)
            or coalesce(product_share.product_events, 0) <> coalesce(shares.standard_events, 0)
            or coalesce(product_share.arr, 0) <> coalesce(shares.ratio_arr, 0)
        )
    union all
    select
        'a passive account had an event of the product' as reason,
        states.account_id as example
    from states
    inner join ppg_accounts
        on states.as_of_month = ppg_accounts.as_of_month
            and states.account_id = ppg_accounts.account_id
    where states.state = 'passive_account'
        and (ppg_accounts.product_events > 0 or ppg_accounts.felt_events = 0)
    union all
    select
        'present without being passive, or blocked and present' as reason,
        account_id as example
    from states
    where is_present and (state <> 'passive_account' or blocked_by is not null)
    union all
    select
        'the work of an order is counted twice' as reason,
        min(account_id) as example
    from ppg_events
    where has_work
    group by account_id, order_id
    having count(*) > 1
    union all
    select
        'dollars are below zero or outside their interval' as reason,
        account_id as example
    from dollars
    where impact_arr < 0 or impact_low < 0 or impact_low > impact_gm or impact_gm > impact_high
    union all
    select
        'the explanation does not add up to what people started' as reason,
        cast(coalesce(matrix_quarters.quarter, explained_quarters.quarter) as varchar) as example
    from matrix_quarters
    full outer join explained_quarters on matrix_quarters.quarter = explained_quarters.quarter
    where coalesce(matrix_quarters.events, 0) <> coalesce(explained_quarters.events, 0)
        or coalesce(matrix_quarters.arr, 0) <> coalesce(explained_quarters.arr, 0)

)

select
    reason,
    count(*) as cases,
    min(example) as example
from broken
group by reason
