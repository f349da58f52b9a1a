-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['respondent', 'answered_on', 'question_number', 'score'] %}
-- depends_on: {{ ref('gate_config') }}
with arrived as (

    {{ arrived_rows('config', 'quick_test_answers') }}

),

as_of as (select * from {{ ref('as_of') }}),

known as (

    select
        arrived.*,
        coalesce((arrived.answered_on > as_of.as_of_on), false) as is_after_as_of
    from arrived
    cross join as_of

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.respondent is null then 'missing_respondent'
            when known.answered_on is null then 'missing_answered_on'
            when known.question_number is null then 'missing_question_number'
            when known.score is null then 'missing_score'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of then 'after_as_of'
            when question_number < 1 or question_number > 7 then 'question_outside_1_and_7'
            when score < 0 or score > 3 then 'score_outside_0_and_3'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by respondent, answered_on, question_number,
                case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by respondent, answered_on, question_number,
                case when row_reason is null then 1 else 0 end
            order by
                answered_on desc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        respondent, answered_on, question_number, score, unreadable_columns, out_of_range_columns,
        source_file, source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from ranked

)

select * from final
