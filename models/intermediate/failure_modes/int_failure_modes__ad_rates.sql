with outcomes as (

    select * from {{ ref('int_failure_modes__ad_outcomes') }}

),

settings as (

    select * from {{ ref('int_failure_modes__ad_settings') }}

),

intervals as (

    select * from {{ ref('int_failure_modes__interval') }}

),

everyone as (

    select
        as_of_month,
        cast(sum(kept_and_grown) as double) / count(*) as mean_rate,
        cast(sum(cast(kept_and_grown * kept_and_grown as decimal(28, 8))) as double) / count(*)
            as mean_square
    from outcomes
    group by as_of_month

),

by_motion as (

    select
        as_of_month,
        motion_indicated,
        sum(case when state = 'fits' then 1 else 0 end) as fit_accounts,
        sum(case when state = 'under_served' then 1 else 0 end) as under_accounts,
        cast(coalesce(sum(case when state = 'fits' then kept_and_grown end), 0) as double)
            as fit_sum,
        cast(coalesce(sum(case when state = 'under_served' then kept_and_grown end), 0) as double)
            as under_sum
    from outcomes
    group by as_of_month, motion_indicated

),

-- Few accounts are drawn to the mean of all, as if prior_strength of those had been seen with them.
rates as (

    select
        by_motion.*,
        (by_motion.fit_sum + settings.prior_strength * everyone.mean_rate)
        / (by_motion.fit_accounts + settings.prior_strength) as fit_rate,
        (by_motion.under_sum + settings.prior_strength * everyone.mean_rate)
        / (by_motion.under_accounts + settings.prior_strength) as under_rate,
        intervals.deviations * sqrt(
            greatest(everyone.mean_square - everyone.mean_rate * everyone.mean_rate, 0) * (
                cast(1 as double) / (by_motion.fit_accounts + settings.prior_strength)
                + cast(1 as double) / (by_motion.under_accounts + settings.prior_strength)
            )
        ) as half_width
    from by_motion
    cross join settings
    cross join intervals
    inner join everyone on by_motion.as_of_month = everyone.as_of_month
    where by_motion.fit_accounts > 0
        and by_motion.under_accounts > 0
        and by_motion.fit_accounts + by_motion.under_accounts >= settings.min_cell_n

),

final as (

    select
        as_of_month,
        motion_indicated,
        cast(fit_accounts as bigint) as fit_accounts,
        cast(under_accounts as bigint) as under_accounts,
        round(fit_rate, 8) as fit_rate,
        round(under_rate, 8) as under_rate,
        round(fit_rate - under_rate, 8) as rate_gap,
        round(fit_rate - under_rate - half_width, 8) as rate_gap_low,
        round(fit_rate - under_rate + half_width, 8) as rate_gap_high
    from rates

)

select * from final
