with questions as (

    select * from {{ ref('quick_test_questions') }}

),

readings as (

    select * from {{ ref('int_failure_modes__quick_test_readings') }}

),

parameter_values as (

    select * from {{ ref('int_config__parameter_values') }}

),

cuts as (

    select
        questions.question_number,
        {%- for score in range(3) %}
        cast(
            max(
                case
                    when parameter_values.parameter
                        = concat_ws(
                            '', 'qt_q', cast(questions.question_number as varchar),
                            '_cut_{{ score }}'
                        )
                        then parameter_values.value
                end
            ) as double
        ) as cut_{{ score }},
        {%- endfor %}
        cast(
            max(case when parameter_values.parameter = 'qt_q1_product_min' then value end) as double
        ) as product_min,
        cast(
            max(case when parameter_values.parameter = 'qt_q2_rescue_max' then value end) as double
        ) as rescue_max,
        max(case when parameter_values.parameter = 'qt_unmeasured_is_3' then value end) = 'true'
            as is_unmeasured_3
    from questions
    cross join parameter_values
    group by questions.question_number

),

-- The first cut that the value meets; for a score of 0 the second figure must be known and good.
met as (

    select
        questions.question_number,
        questions.failure_mode,
        questions.is_unmeasured_heaviest and cuts.is_unmeasured_3 and readings.is_reported
            as is_unmeasured_3,
        readings.data_value,
        readings.second_value,
        readings.reason,
        {%- for score in range(3) %}
        coalesce(
            case questions.cuts_are
                when 'at_least' then readings.data_value >= cuts.cut_{{ score }}
                when 'below' then readings.data_value < cuts.cut_{{ score }}
                else readings.data_value <= cuts.cut_{{ score }}
            end,
            false
        ) as is_met_{{ score }},
        {%- endfor %}
        case questions.question_number
            when 1 then coalesce(readings.second_value >= cuts.product_min, false)
            when 2 then coalesce(readings.second_value < cuts.rescue_max, false)
            else true
        end as is_second_good
    from questions
    inner join cuts on questions.question_number = cuts.question_number
    inner join readings on questions.question_number = readings.question_number

),

final as (

    select
        question_number,
        failure_mode,
        data_value,
        second_value,
        cast(
            case
                when data_value is null then case when is_unmeasured_3 then 3 end
                when is_met_0 and is_second_good then 0
                when is_met_1 or is_met_0 then 1
                when is_met_2 then 2
                else 3
            end as bigint
        ) as data_score,
        case when data_value is null then 'unmeasured' else 'data' end as basis,
        case
            when data_value is null and is_unmeasured_3
                then concat_ws('', 'not measurable, which scores 3 here: ', reason)
            when data_value is null then concat_ws('', 'not measurable: ', reason)
        end as reason
    from met

)

select * from final
