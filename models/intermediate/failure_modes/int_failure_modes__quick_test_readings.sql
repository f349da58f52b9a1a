with questions as (

    select * from {{ ref('quick_test_questions') }}

),

progress as (

    select * from {{ ref('int_failure_modes__progress') }}
    where segment = 'all'

),

parameters as (

    select
        max(case when parameter = 'ppg_rpe_quarters' then cast(value as double) end)
            as people_quarters,
        max(case when parameter = 'elasticity_min_revenue_growth' then cast(value as double) end)
            as min_revenue_growth
    from {{ ref('int_config__parameter_values') }}
    where parameter in ('ppg_rpe_quarters', 'elasticity_min_revenue_growth')

),

numbered as (

    select
        *,
        dense_rank() over (order by quarter desc nulls last) as quarters_ago
    from progress

),

-- One question, one CTE: what the data says of it in the last quarter, and the second figure beside
-- it. Questions whose answer is one metric of a mode share the first.
plain as (
    {% for number, mode, metric, second in [
        (1, 'expansion_orphans', 'ready_with_motion_rate', 'ready_motion_product_share'),
        (2, 'conversion_black_holes', 'cbh_rate', 'human_rescue_share'),
        (3, 'hollow_usage', 'renewed_arr_with_measured_outcome', 'renewals_with_measured_outcome'),
        (4, 'borrowed_nrr', 'borrow_gap', 'gross_margin'),
        (6, 'product_passive_growth', 'product_share_of_events_standard',
            'product_share_of_arr_standard')
    ] %}
    select
        {{ number }} as question_number,
        max(case when metric = '{{ metric }}' then value end) as data_value,
        max(case when metric = '{{ second }}' then value end) as second_value,
        max(case when metric = '{{ metric }}' then reason end) as reason
    from numbered
    where quarters_ago = 1 and failure_mode = '{{ mode }}'
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

-- Each rule weighs by the ARR at its last redesign: all ARR now per all ARR then.
question_5 as (

    select
        5 as question_number,
        count(case when metric like 'stage_ratio_%' then value end)
        / sum(case when metric like 'stage_ratio_%' then 1 / nullif(value, 0) end) as data_value,
        max(case when metric = 'motion_fit_share' then value end) as second_value,
        coalesce(
            max(case when metric like 'stage_ratio_%' then reason end),
            'no rule with a known redesign'
        ) as reason
    from numbered
    where quarters_ago = 1 and failure_mode = 'architecture_drift'

),

growths as (

    select
        numbered.quarter,
        max(case when numbered.metric = 'headcount_growth' then numbered.value end)
            as headcount_growth,
        max(case when numbered.metric = 'revenue_growth' then numbered.value end)
            as revenue_growth
    from numbered
    cross join parameters
    where numbered.quarters_ago <= parameters.people_quarters
        and numbered.failure_mode = 'product_passive_growth'
    group by numbered.quarter

),

-- The growth of people per growth of revenue, summed over the quarters in which both are known.
question_7 as (

    select
        7 as question_number,
        case
            when avg(growths.revenue_growth) >= min(parameters.min_revenue_growth)
                then sum(growths.headcount_growth) / sum(growths.revenue_growth)
        end as data_value,
        cast(count(*) as double) as second_value,
        'no quarter in which both growths are known, or revenue hardly grew' as reason
    from growths
    cross join parameters
    where growths.headcount_growth is not null and growths.revenue_growth is not null

),

readings as (
    {% for relation in ['plain', 'question_5', 'question_7'] %}
    select
        question_number,
        data_value,
        second_value,
        reason
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        questions.question_number,
        readings.question_number is not null as is_reported,
        round(cast(readings.data_value as double), 8) as data_value,
        round(cast(readings.second_value as double), 8) as second_value,
        case
            when readings.question_number is null then 'no mode reports it'
            when readings.data_value is null
                then coalesce(readings.reason, 'its mode could not measure it')
        end as reason
    from questions
    left join readings on questions.question_number = readings.question_number

)

select * from final
