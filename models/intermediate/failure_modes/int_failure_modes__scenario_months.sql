with scenarios as (

    select * from {{ ref('int_failure_modes__scenarios') }}

),

months as (

    select * from {{ ref('int_failure_modes__months') }}

),

-- What was true in the past is judged by the thresholds in force; today by each of them.
final as (

    select
        scenarios.failure_mode,
        scenarios.scenario_id,
        scenarios.is_base,
        months.as_of_month,
        months.as_of_on,
        months.is_current
    from scenarios
    inner join months on scenarios.is_base or months.is_current

)

select * from final
