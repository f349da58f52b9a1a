with interventions as (

    select * from {{ ref('int_failure_modes__interventions') }}

),

progress as (

    select * from {{ ref('int_failure_modes__progress') }}

),

-- The last quarter that was over before the change, and the latest since.
quarters as (

    select
        interventions.intervention_id,
        progress.metric,
        max(
            case
                when {{ dbt.dateadd('month', 3, 'progress.quarter') }} <= interventions.started_on
                    then progress.quarter
            end
        ) as before_quarter,
        max(
            case when progress.quarter >= interventions.started_on then progress.quarter end
        ) as after_quarter
    from interventions
    inner join progress
        on interventions.failure_mode = progress.failure_mode
            and progress.segment = 'all'
            and progress.value is not null
    group by interventions.intervention_id, progress.metric

),

final as (

    select
        interventions.intervention_id,
        quarters.metric,
        interventions.failure_mode,
        interventions.started_on,
        interventions.stage,
        interventions.note,
        quarters.before_quarter,
        earlier.value as value_before,
        quarters.after_quarter,
        later.value as value_after,
        later.value - earlier.value as change,
        coalesce(later.unit, earlier.unit) as unit,
        'before and after, without a control: no proof of cause' as reason
    from interventions
    inner join quarters on interventions.intervention_id = quarters.intervention_id
    left join progress as earlier
        on interventions.failure_mode = earlier.failure_mode
            and quarters.metric = earlier.metric
            and quarters.before_quarter = earlier.quarter
            and earlier.segment = 'all'
    left join progress as later
        on interventions.failure_mode = later.failure_mode
            and quarters.metric = later.metric
            and quarters.after_quarter = later.quarter
            and later.segment = 'all'

)

select * from final
