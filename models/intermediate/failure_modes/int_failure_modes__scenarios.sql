with failure_modes as (

    select * from {{ ref('failure_modes') }}

),

swept_parameters as (

    select * from {{ ref('swept_parameters') }}
    where swept_in = 'build'

),

changes as (

    select
        cast('-25%' as varchar) as change,
        cast(0.75 as decimal(18, 6)) as factor
    union all
    select
        cast('+25%' as varchar) as change,
        cast(1.25 as decimal(18, 6)) as factor

),

base as (

    select
        failure_mode,
        'base' as scenario_id,
        cast(null as varchar) as parameter,
        'base' as change,
        cast(1 as decimal(18, 6)) as factor,
        true as is_base
    from failure_modes

),

swept as (

    select
        swept_parameters.failure_mode,
        concat_ws('/', swept_parameters.parameter, changes.change) as scenario_id,
        swept_parameters.parameter,
        changes.change,
        changes.factor,
        false as is_base
    from swept_parameters
    cross join changes
    where {{ 'true' if var('sweep_thresholds') else 'false' }}

),

final as (

    select
        failure_mode,
        scenario_id,
        parameter,
        change,
        factor,
        is_base
    from base
    union all
    select
        failure_mode,
        scenario_id,
        parameter,
        change,
        factor,
        is_base
    from swept

)

select * from final
