with facts as (

    select * from {{ ref('int_growth__fit_facts') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

tables as (

    select
        max(case when input_table in ('invites', 'external_exposures') and is_present then 1 end)
        = 1 as has_calls,
        max(
            case
                when input_table in ('commercial_touches', 'cs_activities') and is_present then 1
            end
        ) = 1 as has_contact_log
    from row_counts

),

-- Each question has two halves: both is a pass, one is partial, none is a fail.
asked as (

    select
        1 as question_number,
        'Do users get value in the first session, without a human?' as question,
        case when facts.window_count >= thresholds.min_cell_n then facts.first_session_share end
            as first_value,
        settings.plg_first_session_min as first_threshold,
        case
            when tables.has_contact_log and facts.activated_count >= thresholds.min_cell_n
                then facts.alone_share
        end as second_value,
        settings.plg_value_alone_min as second_threshold,
        1 as second_direction
    from facts
    cross join settings
    cross join thresholds
    cross join tables
    union all
    select
        2 as question_number,
        'Can one person adopt it, without the organisation deciding?' as question,
        case when facts.activated_count >= thresholds.min_cell_n then facts.individual_share end
            as first_value,
        settings.plg_individual_share as first_threshold,
        facts.complex_arr_share as second_value,
        settings.plg_committee_arr_share as second_threshold,
        -1 as second_direction
    from facts
    cross join settings
    cross join thresholds
    union all
    select
        3 as question_number,
        'Does use bring in new users?' as question,
        case when tables.has_calls then facts.k_factor end as first_value,
        settings.plg_viral_min as first_threshold,
        case
            when tables.has_calls
                then cast(facts.exposure_signups as double) / nullif(facts.exposure_count, 0)
        end as second_value,
        0 as second_threshold,
        1 as second_direction
    from facts
    cross join settings
    cross join tables
    union all
    select
        4 as question_number,
        'Is activation paid for?' as question,
        facts.activation_spend_share as first_value,
        settings.plg_activation_spend_min as first_threshold,
        facts.activation_spend_share as second_value,
        settings.plg_activation_spend_min / 2 as second_threshold,
        1 as second_direction
    from facts
    cross join settings

),

answered as (

    select
        *,
        case when first_value >= first_threshold then 1 else 0 end
        + case
            when second_direction = 1 and second_value > second_threshold then 1
            when second_direction = -1 and second_value <= second_threshold then 1
            else 0
        end as halves
    from asked

),

final as (

    select
        cast(question_number as bigint) as question_number,
        question,
        case
            when first_value is null or second_value is null then 'unmeasured'
            when halves = 2 then 'pass'
            when halves = 1 then 'partial'
            else 'fail'
        end as verdict,
        first_value,
        first_threshold,
        second_value,
        cast(second_threshold as double) as second_threshold,
        case
            when first_value is null and second_value is null then 'neither half can be measured'
            when first_value is null then 'the first half cannot be measured'
            when second_value is null then 'the second half cannot be measured'
        end as reason
    from answered

)

select * from final
