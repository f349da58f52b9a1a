with questions as (

    select * from {{ ref('quick_test_questions') }}

),

data_answers as (

    select * from {{ ref('int_failure_modes__quick_test_data') }}

),

person_answers as (

    select * from {{ ref('int_failure_modes__quick_test_answers') }}

),

parameters as (

    select cast(value as decimal(18, 6)) as gap_finding
    from {{ ref('int_config__parameter_values') }}
    where parameter = 'qt_gap_finding'

),

respondents as (

    select
        question_number,
        'data' as respondent,
        cast(null as bigint) as person_score,
        cast(null as varchar) as reason
    from data_answers
    union all
    select
        question_number,
        respondent,
        person_score,
        reason
    from person_answers

),

final as (

    select
        respondents.question_number,
        respondents.respondent,
        questions.question,
        questions.failure_mode,
        questions.measure,
        data_answers.data_value,
        data_answers.second_value,
        cast(data_answers.data_score as bigint) as data_score,
        cast(respondents.person_score as bigint) as person_score,
        cast(respondents.person_score - data_answers.data_score as bigint) as perception_gap,
        coalesce(
            abs(respondents.person_score - data_answers.data_score) >= parameters.gap_finding, false
        ) as is_gap_a_finding,
        case
            when respondents.person_score is not null and data_answers.basis = 'data' then 'both'
            when respondents.person_score is not null then 'person'
            else data_answers.basis
        end as answer_basis,
        coalesce(respondents.reason, data_answers.reason) as reason
    from respondents
    inner join questions on respondents.question_number = questions.question_number
    inner join data_answers on respondents.question_number = data_answers.question_number
    cross join parameters

)

select * from final
