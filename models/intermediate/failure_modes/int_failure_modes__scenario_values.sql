with scenarios as (

    select * from {{ ref('int_failure_modes__scenarios') }}

),

parameter_values as (

    select * from {{ ref('int_config__parameter_values') }}

),

parameters as (

    select * from {{ ref('parameters') }}

),

-- Numbers only: a word is not raised by a quarter.
numbers as (

    select
        parameter_values.parameter,
        parameter_values.unit,
        cast(parameter_values.value as decimal(18, 6)) as value,
        cast(parameters.min_value as decimal(18, 6)) as min_value,
        cast(parameters.max_value as decimal(18, 6)) as max_value
    from parameter_values
    inner join parameters on parameter_values.parameter = parameters.parameter
    where parameters.allowed_values is null and parameters.min_value is not null

),

-- Whole things stay whole.
changed as (

    select
        scenarios.failure_mode,
        scenarios.scenario_id,
        scenarios.is_base,
        numbers.parameter,
        case
            when scenarios.parameter is null or scenarios.parameter <> numbers.parameter
                then numbers.value
            when numbers.unit in ('days', 'weeks', 'months', 'quarters', 'count', 'accounts')
                then round(numbers.value * scenarios.factor, 0)
            else numbers.value * scenarios.factor
        end as value,
        numbers.min_value,
        numbers.max_value
    from scenarios
    cross join numbers

),

final as (

    select
        failure_mode,
        scenario_id,
        is_base,
        parameter,
        cast(least(greatest(value, min_value), max_value) as decimal(18, 6)) as value
    from changed

)

select * from final
