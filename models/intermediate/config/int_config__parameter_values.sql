with defaults as (

    select * from {{ ref('parameters') }}

),

overrides as (

    select * from {{ ref('stg_config__parameters') }}

),

final as (

    select
        defaults.parameter,
        coalesce(overrides.value, defaults.value) as value,
        defaults.unit,
        overrides.value is not null as is_overridden,
        defaults.basis,
        defaults.description
    from defaults
    left join overrides on defaults.parameter = overrides.parameter

)

select * from final
