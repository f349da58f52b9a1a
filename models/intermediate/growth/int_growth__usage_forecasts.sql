with offers as (

    select * from {{ ref('int_failure_modes__eo_offers') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__eo_thresholds') }}
    where scenario_id = 'base'

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- Seats for the users ahead, or use beyond limits, as an expansion orphan's potential has them; of
-- every line that is paid, on the last day before the quarter.
usage_parts as (

    select
        cast({{ dbt.dateadd('month', 1, 'offers.as_of_month') }} as date) as quarter,
        offers.delta_usage,
        {{ seats_ahead_arr('offers', 'thresholds') }} as delta_seat
    from offers
    cross join thresholds
    where extract(month from offers.as_of_month) in (3, 6, 9, 12)

),

quarters as (

    select
        quarter,
        case
            when count(delta_seat) > 0 or sum(delta_usage) > 0
                then sum(greatest(coalesce(delta_seat, 0), cast(delta_usage as double)))
        end as forecast_arr
    from usage_parts
    group by quarter

),

final as (

    select
        quarters.quarter,
        cast(quarters.forecast_arr as decimal(28, 8)) as forecast_arr
    from quarters
    cross join as_of
    where
        {{ dbt.dateadd('month', 3, 'quarters.quarter') }}
        <= {{ dbt.dateadd('day', 1, 'as_of.as_of_on') }}

)

select * from final
