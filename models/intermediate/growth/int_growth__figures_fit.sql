with verdicts as (

    select * from {{ ref('int_growth__fit_verdicts') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

dated as (

    select
        verdicts.*,
        as_of.as_of_on,
        case verdicts.verdict when 'pass' then 1 when 'partial' then 0.5 when 'fail' then 0 end
            as points
    from verdicts
    cross join as_of

),

final as (

    select
        'M92' as metric_id,
        'as_of' as period,
        as_of_on as period_start,
        'all' as segment,
        concat_ws('', cast(question_number as varchar), ' ', verdict) as slice,
        cast(points as double) as value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        'points' as unit,
        reason as reason
    from dated

)

select * from final
