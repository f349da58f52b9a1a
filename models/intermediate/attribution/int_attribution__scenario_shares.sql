-- The standard share of the trailing twelve months under every set of assumptions.
with events as (

    select * from {{ ref('int_revenue__events') }}

),

verdicts as (

    select * from {{ ref('int_attribution__verdicts') }}

),

scenarios as (

    select * from {{ ref('int_attribution__scenarios') }}

),

start_inputs as (

    select * from {{ ref('int_product__start_inputs') }}

),

-- Without any table that tells a start, what the product started is unknown, not zero.
counted as (

    select
        cast({{ dbt.date_trunc('quarter', 'events.effective_on') }} as date) as quarter,
        verdicts.scenario_id,
        sum(case when verdicts.is_in_ratio then 1 else 0 end) as ratio_events,
        sum(case when verdicts.is_in_ratio then events.event_arr else 0 end) as ratio_arr,
        sum(
            case
                when start_inputs.has_starts
                    then case when verdicts.is_product_standard then 1 else 0 end
            end
        ) as product_events,
        sum(
            case
                when start_inputs.has_starts
                    then case when verdicts.is_product_standard then events.event_arr else 0 end
            end
        ) as product_arr
    from events
    cross join start_inputs
    inner join verdicts
        on events.account_id = verdicts.account_id and events.order_id = verdicts.order_id
    where events.event_type <> 'account_created'
    group by
        cast({{ dbt.date_trunc('quarter', 'events.effective_on') }} as date), verdicts.scenario_id

),

bounds as (

    select cast({{ dbt.date_trunc('quarter', 'min(effective_on)') }} as date) as first_quarter
    from events

),

-- Twelve months are four quarters of the book, never fewer.
spans as (

    select distinct
        counted.quarter,
        cast({{ dbt.dateadd('month', -9, 'counted.quarter') }} as date) as from_quarter
    from counted
    cross join bounds
    where counted.quarter >= {{ dbt.dateadd('month', 9, 'bounds.first_quarter') }}

),

final as (

    select
        spans.quarter,
        scenarios.scenario_id,
        scenarios.lookback_days,
        scenarios.tie_rule,
        scenarios.touch_definition,
        scenarios.is_base,
        cast(sum(counted.ratio_events) as bigint) as events,
        cast(sum(counted.product_events) as double)
        / nullif(sum(counted.ratio_events), 0) as share_of_events,
        cast(sum(counted.product_arr) as double)
        / cast(nullif(sum(counted.ratio_arr), 0) as double) as share_of_arr
    from spans
    inner join counted
        on spans.from_quarter <= counted.quarter and spans.quarter >= counted.quarter
    inner join scenarios on counted.scenario_id = scenarios.scenario_id
    group by
        spans.quarter, scenarios.scenario_id, scenarios.lookback_days, scenarios.tie_rule,
        scenarios.touch_definition, scenarios.is_base

)

select * from final
