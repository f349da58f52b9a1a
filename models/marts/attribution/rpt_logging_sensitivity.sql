with initiation as (

    select * from {{ ref('fct_revenue_event_initiation') }}

),

rates as (

    select * from {{ ref('assumed_logging_rates') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- The trailing twelve months, acquisition left out.
recent as (

    select
        initiation.event_arr,
        initiation.is_in_ratio,
        initiation.is_product_standard,
        initiation.is_in_ratio and initiation.initiated_by = 'human' as is_human,
        initiation.initiated_by = 'unknown' as is_unknown,
        initiation.initiation = 'product_performed_unprompted' as is_unprompted
    from initiation
    cross join as_of
    where initiation.stage <> 'acquisition'
        and initiation.effective_on > {{ dbt.dateadd('month', -12, 'as_of.as_of_on') }}

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

counted as (

    select
        measure,
        cast(sum(case when is_in_ratio then weight else 0 end) as double) as ratio_sum,
        cast(sum(case when is_product_standard then weight else 0 end) as double) as product_sum,
        cast(sum(case when is_human then weight else 0 end) as double) as human_sum,
        cast(sum(case when is_unknown then weight else 0 end) as double) as unknown_sum,
        cast(sum(case when is_unprompted then weight else 0 end) as double) as unprompted_sum
    from weighed
    group by measure

),

-- What people started and nobody logged hides among the unknown first, then among orders that the
-- customer seems to have placed alone.
missing as (

    select
        rates.assumed_logging_rate,
        counted.*,
        least(
            counted.human_sum * (1 / cast(rates.assumed_logging_rate as double) - 1),
            counted.unknown_sum
        ) as found_unknown,
        greatest(
            least(
                counted.human_sum * (1 / cast(rates.assumed_logging_rate as double) - 1)
                - counted.unknown_sum,
                counted.unprompted_sum
            ),
            0
        ) as found_unprompted
    from counted
    cross join rates

),

shared as (

    select
        assumed_logging_rate,
        measure,
        (product_sum - found_unprompted) / nullif(ratio_sum + found_unknown, 0)
            as product_share
    from missing

),

final as (

    select
        assumed_logging_rate,
        max(case when measure = 'events' then product_share end) as share_of_events,
        max(case when measure = 'arr' then product_share end) as share_of_arr
    from shared
    group by assumed_logging_rate

)

select * from final
