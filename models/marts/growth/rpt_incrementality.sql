with readings as (

    select * from {{ ref('incrementality') }}

),

credits as (

    select * from {{ ref('fct_attribution_credits') }}
    where attribution_model = 'linear'

),

-- The lever that a touch stands for. Calls and visits of marketing are levers of none.
levered as (

    select
        case touch_type
            when 'prompt' then 'prompt'
            when 'hard_limit' then 'limit'
            when 'human_opportunity' then 'sales_assist'
            when 'outbound_touch' then 'sales_assist'
            when 'delivered_signal' then 'signal_motion'
        end as lever,
        credited_arr
    from credits

),

credit_sums as (

    select
        lever,
        sum(credited_arr) as credited_arr
    from levered
    where lever is not null
    group by lever

),

credit_total as (

    select sum(credited_arr) as all_arr
    from credits

),

final as (

    select
        readings.lever,
        readings.method,
        readings.effect,
        readings.low,
        readings.high,
        readings.treated_units + readings.control_units as sample_size,
        readings.is_powered,
        readings.verdict,
        readings.experiments,
        readings.treated_units,
        readings.control_units,
        readings.treated_share,
        readings.control_share,
        readings.incremental_share,
        readings.incremental_low,
        readings.incremental_high,
        readings.power_before,
        readings.detectable_effect,
        cast(credit_sums.credited_arr as double) / cast(nullif(credit_total.all_arr, 0) as double)
            as credit_share_not_causal,
        cast(credit_sums.credited_arr as decimal(28, 8)) as credited_arr_not_causal
    from readings
    cross join credit_total
    left join credit_sums on readings.lever = credit_sums.lever

)

select * from final
