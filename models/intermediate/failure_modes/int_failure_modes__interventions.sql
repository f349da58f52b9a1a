with interventions as (

    select * from {{ ref('stg_config__interventions') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

final as (

    select
        interventions.intervention_id,
        interventions.started_on,
        interventions.failure_mode,
        interventions.stage,
        interventions.segment,
        interventions.note
    from interventions
    cross join as_of
    where interventions.started_on <= as_of.as_of_on

)

select * from final
