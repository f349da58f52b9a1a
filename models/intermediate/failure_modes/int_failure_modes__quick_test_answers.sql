with answers as (

    select * from {{ ref('stg_config__quick_test_answers') }}

),

questions as (

    select * from {{ ref('quick_test_questions') }}

),

ranked as (

    select
        answers.*,
        row_number() over (
            partition by answers.respondent, answers.question_number
            order by answers.answered_on desc nulls last
        ) as place
    from answers

),

final as (

    select
        ranked.respondent,
        ranked.question_number,
        questions.failure_mode,
        ranked.answered_on,
        case when ranked.score between 0 and 3 then ranked.score end as person_score,
        case
            when questions.question_number is null then 'there is no such question'
            when ranked.score not between 0 and 3 then 'the score is not one of 0, 1, 2, 3'
        end as reason
    from ranked
    left join questions on ranked.question_number = questions.question_number
    where ranked.place = 1

)

select * from final
