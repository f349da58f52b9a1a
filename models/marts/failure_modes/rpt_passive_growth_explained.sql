with ppg_events as (

    select * from {{ ref('int_failure_modes__ppg_events') }}
    where is_by_human

),

placed as (

    select
        cast({{ dbt.date_trunc('quarter', 'effective_on') }} as date) as quarter,
        signal_failure_mode,
        event_arr
    from ppg_events

),

by_mode as (

    select
        quarter,
        signal_failure_mode,
        count(*) as events,
        cast(sum(event_arr) as decimal(28, 8)) as arr
    from placed
    group by quarter, signal_failure_mode

),

totals as (

    select
        quarter,
        sum(events) as events,
        sum(arr) as arr
    from by_mode
    group by quarter

),

final as (

    select
        by_mode.quarter,
        by_mode.signal_failure_mode as failure_mode,
        by_mode.events,
        by_mode.arr,
        cast(by_mode.events as double) / nullif(totals.events, 0) as share_of_events,
        cast(by_mode.arr as double) / cast(nullif(totals.arr, 0) as double) as share
    from by_mode
    inner join totals on by_mode.quarter = totals.quarter

)

select * from final
