with verdicts as (

    select * from {{ ref('int_growth__fit_verdicts') }}

),

final as (

    select
        question_number,
        question,
        verdict,
        first_value,
        first_threshold,
        second_value,
        second_threshold,
        reason
    from verdicts

)

select * from final
