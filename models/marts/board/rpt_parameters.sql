with parameter_values as (

    select * from {{ ref('int_config__parameter_values') }}

),

defaults as (

    select * from {{ ref('parameters') }}

),

final as (

    select
        parameter_values.parameter,
        parameter_values.is_overridden,
        parameter_values.value,
        defaults.value as default_value,
        parameter_values.unit,
        parameter_values.basis,
        parameter_values.description
    from parameter_values
    inner join defaults on parameter_values.parameter = defaults.parameter

)

select * from final
