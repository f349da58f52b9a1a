with outcomes as (

    select * from {{ ref('stg_config__action_outcomes') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- The last word counts.
in_order as (

    select
        outcomes.action_id,
        outcomes.decision,
        outcomes.decided_at,
        outcomes.outcome,
        row_number() over (
            partition by outcomes.action_id order by outcomes.decided_at desc nulls last
        ) as place
    from outcomes
    cross join as_of
    where outcomes.decided_at <= as_of.as_of_at

),

final as (

    select
        action_id,
        decision,
        decided_at,
        outcome
    from in_order
    where place = 1

)

select * from final
