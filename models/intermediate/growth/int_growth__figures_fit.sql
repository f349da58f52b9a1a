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
        {{ figure(
            "'M92'", 'as_of', "as_of_on",
            "concat_ws('', cast(question_number as varchar), ' ', verdict)", 'points',
            value="points", reason="reason"
        ) }}
    from dated

)

select * from final
