with states as (

    select * from {{ ref('int_failure_modes__ad_states') }}
    where is_base and state = 'fits'

),

fits as (

    select * from {{ ref('int_failure_modes__ad_fits') }}
    where human_cost is not null

),

settings as (

    select * from {{ ref('int_failure_modes__ad_settings') }}

),

intervals as (

    select * from {{ ref('int_failure_modes__interval') }}

),

costs as (

    select
        states.as_of_month,
        states.motion_indicated,
        fits.human_cost,
        row_number() over (
            partition by states.as_of_month, states.motion_indicated
            order by fits.human_cost asc nulls last, states.account_id asc nulls last
        ) as place,
        count(*) over (partition by states.as_of_month, states.motion_indicated) as account_count
    from states
    inner join fits
        on states.as_of_month = fits.as_of_month and states.account_id = fits.account_id

),

-- The costs between which the median of all such accounts lies, by their places in the order.
bounded as (

    select
        costs.*,
        greatest(
            floor((costs.account_count - intervals.deviations * sqrt(costs.account_count)) / 2), 1
        ) as low_place,
        least(
            ceil(1 + (costs.account_count + intervals.deviations * sqrt(costs.account_count)) / 2),
            costs.account_count
        ) as high_place
    from costs
    cross join intervals
    cross join settings
    where costs.account_count >= settings.min_cell_n

),

final as (

    select
        as_of_month,
        motion_indicated,
        account_count,
        cast(median(human_cost) as decimal(28, 8)) as median_cost,
        min(case when place >= low_place then human_cost end) as median_cost_low,
        max(case when place <= high_place then human_cost end) as median_cost_high
    from bounded
    group by as_of_month, motion_indicated, account_count

)

select * from final
