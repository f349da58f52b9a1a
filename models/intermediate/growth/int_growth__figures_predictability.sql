with forecasts as (

    select * from {{ ref('int_growth__expansion_forecasts') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

misses as (

    select
        forecasts.*,
        as_of.as_of_on,
        abs(forecast_arr - expansion_arr) as missed_arr,
        case when forecast_arr is not null then expansion_arr end as foreseen_arr
    from forecasts
    cross join as_of

),

means as (

    select
        as_of_on,
        forecast_from,
        avg(case
            when foreseen_arr > 0 then cast(missed_arr as double) / cast(foreseen_arr as double)
        end) as mean_miss,
        count(case when foreseen_arr > 0 then 1 end) as quarters_with_both
    from misses
    group by as_of_on, forecast_from

),

final as (

    select
        {{ figure(
            "'M54'", 'quarter', 'quarter', "concat_ws('', 'from ', forecast_from)", 'share',
            numerator='missed_arr', denominator='foreseen_arr',
            reason="coalesce(reason, case when expansion_arr = 0 then 'no expansion' end)"
        ) }}
    from misses
    union all
    select
        {{ figure(
            "'M54'", 'quarter', 'quarter',
            "concat_ws('', 'from ', forecast_from, ', the forecast')", 'dollars',
            value='forecast_arr', reason='reason'
        ) }}
    from misses
    union all
    select
        {{ figure(
            "'M54'", 'as_of', 'as_of_on',
            "concat_ws('', 'from ', forecast_from, ', mean of the quarters')", 'share',
            value='mean_miss',
            reason="case when quarters_with_both = 0"
                ~ " then 'no quarter has both a forecast and expansion' end"
        ) }}
    from means

)

select * from final
