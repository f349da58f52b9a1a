with questions as (

    select * from {{ ref('quick_test_questions') }}

),

cbh_progress as (

    select * from {{ ref('int_failure_modes__cbh_progress') }}
    where segment = 'all'

),

cbh_last as (

    select max(quarter) as quarter
    from cbh_progress

),

-- One question, one CTE: what the data says of it in the last quarter, and the second figure that
-- a score of 0 needs as well. A question whose mode reports nothing here has no row.
question_2 as (

    select
        2 as question_number,
        max(case when cbh_progress.metric = 'cbh_rate' then cbh_progress.value end)
            as data_value,
        max(case when cbh_progress.metric = 'human_rescue_share' then cbh_progress.value end)
            as second_value,
        max(case when cbh_progress.metric = 'cbh_rate' then cbh_progress.reason end) as reason
    from cbh_progress
    inner join cbh_last on cbh_progress.quarter = cbh_last.quarter

),

readings as (
    {% for number in [2] %}
    select
        question_number,
        data_value,
        second_value,
        reason
    from question_{{ number }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        questions.question_number,
        readings.question_number is not null as is_reported,
        readings.data_value,
        readings.second_value,
        case
            when readings.question_number is null then 'its mode does not report it yet'
            when readings.data_value is null
                then coalesce(readings.reason, 'its mode could not measure it')
        end as reason
    from questions
    left join readings on questions.question_number = readings.question_number

)

select * from final
