with progress as (

    select * from {{ ref('int_failure_modes__progress') }}

),

final as (

    select
        failure_mode,
        metric,
        quarter,
        segment,
        value,
        unit,
        reason
    from progress

)

select * from final
