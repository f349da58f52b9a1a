with months as (

    select * from {{ ref('int_failure_modes__months') }}
    where is_current

),

lifts as (

    select * from {{ ref('renewal_loss_lifts') }}

),

thresholds as (

    select * from {{ ref('int_failure_modes__hu_thresholds') }}
    where is_base

),

judged as (

    select
        months.as_of_on,
        lifts.*,
        lifts.hollow_renewals >= thresholds.min_cell_n
        and lifts.proven_renewals >= thresholds.min_cell_n as is_enough,
        lifts.lift >= thresholds.hu_backtest_lift_min as is_lifted,
        lifts.lift_low > 1 as is_beyond_chance,
        cast(cast(thresholds.hu_backtest_lift_min as decimal(18, 2)) as varchar) as lift_limit
    from months
    cross join lifts
    cross join thresholds

),

final as (

    select
        'hollow_usage' as failure_mode,
        as_of_on as measured_on,
        hollow_renewals as n_flagged,
        proven_renewals as n_other,
        hollow_loss as rate_flagged,
        proven_loss as rate_other,
        lift,
        lift_low,
        lift_high,
        coalesce(is_enough and is_lifted and is_beyond_chance, false) as is_validated,
        concat_ws(
            '', 'Share of ARR lost at the renewal, hollow over proven accounts of the same usage ',
            'quintile; ',
            case
                when not is_enough then 'not validated: too few renewals of either have matured'
                when lift is null then 'not validated: one of them lost nothing'
                when not is_lifted then 'not validated: the lift is below ' || lift_limit
                when not is_beyond_chance
                    then 'not validated: the interval of the lift reaches down to one'
                else 'hollow accounts lost more'
            end, '.'
        ) as reason
    from judged

)

select * from final
