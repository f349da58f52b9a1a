with scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}

),

level as (

    select max(cast(value as double)) as interval_level
    from scenario_values
    where is_base and parameter = 'impact_interval_level'

),

tails as (

    select
        interval_level,
        sqrt(-2 * ln((1 - interval_level) / 2)) as t
    from level

),

-- Abramowitz and Stegun 26.2.23: the quantile of the normal distribution to 0.00045.
final as (

    select
        interval_level,
        round(
            t - (2.515517 + 0.802853 * t + 0.010328 * t * t)
            / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t), 6
        ) as deviations
    from tails

)

select * from final
