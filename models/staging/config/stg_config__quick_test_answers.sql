-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_config__quick_test_answers') }}

),

final as (

    select
        respondent,
        answered_on,
        question_number,
        score
    from base
    where quarantine_reason is null

)

select * from final
