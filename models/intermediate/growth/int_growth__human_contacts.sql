with human_touches as (

    select * from {{ ref('int_motions__human_touches') }}

),

-- A talk about buying or about getting started, and every activity of success.
final as (

    select
        touch_id,
        account_id,
        touched_at,
        side,
        direction,
        actor_function
    from human_touches
    where
        source_table = 'cs_activities'
        or (source_table = 'commercial_touches' and (is_commercial or topic = 'onboarding'))

)

select * from final
