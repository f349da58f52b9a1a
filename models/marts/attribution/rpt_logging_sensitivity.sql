with event_verdicts as (

    select * from {{ ref('int_attribution__event_verdicts') }}

),

counts as (

    select * from {{ ref('rpt_initiation_counts') }}

),

rates as (

    select * from {{ ref('assumed_logging_rates') }}

),

start_inputs as (

    select * from {{ ref('int_product__start_inputs') }}

),

-- The headline: the last twelve months that are over.
headline as (

    select
        max(quarter) as quarter,
        cast({{ dbt.dateadd('month', -9, 'max(quarter)') }} as date) as starts_on,
        cast({{ dbt.dateadd('month', 3, 'max(quarter)') }} as date) as ends_on
    from counts
    where counts.window = 'ttm' and counts.is_complete

),

recent as (

    select event_verdicts.*
    from event_verdicts
    inner join headline
        on event_verdicts.effective_on >= headline.starts_on
            and event_verdicts.effective_on < headline.ends_on
    where event_verdicts.stage <> 'acquisition'

),

weighed as (

    select
        recent.*,
        'events' as measure,
        cast(1 as decimal(28, 8)) as weight
    from recent
    union all
    select
        recent.*,
        'arr' as measure,
        recent.event_arr as weight
    from recent

),

-- Where a start that nobody logged can hide depends on how the order came in.
counted as (

    select
        measure,
        order_channel in ('self_serve', 'api') as is_self_serve,
        cast(sum(case when is_in_ratio then weight else 0 end) as double) as ratio_sum,
        cast(sum(case when is_product_standard then weight else 0 end) as double) as product_sum,
        cast(
            sum(case when is_in_ratio and initiated_by = 'human' then weight else 0 end) as double
        ) as human_sum,
        cast(
            sum(case when is_in_ratio and initiated_by = 'customer' then weight else 0 end)
            as double
        ) as customer_sum,
        cast(sum(case when initiated_by = 'unknown' then weight else 0 end) as double)
            as unknown_sum
    from weighed
    group by measure, order_channel in ('self_serve', 'api')

),

-- Found starts over the rate are all starts; what is missing is the rest.
missing as (

    select
        rates.assumed_logging_rate,
        counted.*,
        counted.human_sum * (1 / cast(rates.assumed_logging_rate as double) - 1) as missing_sum
    from counted
    cross join rates

),

placed as (

    select
        *,
        least(missing_sum, unknown_sum) as from_unknown_sum,
        least(greatest(missing_sum - unknown_sum, 0), product_sum) as from_product_sum,
        missing_sum > unknown_sum + product_sum + customer_sum as is_too_many
    from missing

),

-- Rounded, because the last digits of such a sum depend on the order of its rows.
summed as (

    select
        assumed_logging_rate,
        measure,
        bool_or(is_too_many) as is_too_many,
        round(sum(missing_sum), 8) as missing_sum,
        round(sum(from_unknown_sum), 8) as from_unknown_sum,
        round(sum(from_product_sum), 8) as from_product_sum,
        (round(sum(product_sum), 8) - round(sum(from_product_sum), 8))
        / nullif(round(sum(ratio_sum), 8) + round(sum(from_unknown_sum), 8), 0) as product_share
    from placed
    group by assumed_logging_rate, measure

),

-- Without any table that tells a start, what the product started is unknown, not zero.
final as (

    select
        rates.assumed_logging_rate,
        headline.quarter,
        not by_events.is_too_many as is_possible,
        by_events.missing_sum as missing_events,
        by_events.from_unknown_sum as missing_from_unknown,
        case when start_inputs.has_starts then by_events.from_product_sum end
            as missing_from_product,
        case when start_inputs.has_starts then by_events.product_share end as share_of_events,
        case when start_inputs.has_starts then by_arr.product_share end as share_of_arr
    from rates
    cross join headline
    cross join start_inputs
    left join summed as by_events
        on rates.assumed_logging_rate = by_events.assumed_logging_rate
            and by_events.measure = 'events'
    left join summed as by_arr
        on rates.assumed_logging_rate = by_arr.assumed_logging_rate and by_arr.measure = 'arr'

)

select * from final
