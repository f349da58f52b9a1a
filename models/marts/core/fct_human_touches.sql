with human_touches as (

    select * from {{ ref('int_motions__human_touches') }}

),

crm_people as (

    select * from {{ ref('int_identity__crm_people') }}

),

final as (

    select
        human_touches.touch_id,
        human_touches.source_table,
        human_touches.account_id,
        human_touches.opportunity_id,
        human_touches.product_line,
        human_touches.order_id,
        human_touches.touched_at,
        human_touches.side,
        human_touches.trigger_kind,
        human_touches.channel,
        human_touches.direction,
        human_touches.direction_basis,
        human_touches.topic,
        human_touches.actor_id,
        human_touches.actor_function,
        crm_people.team as actor_team,
        human_touches.is_commercial,
        human_touches.is_commercial_wide,
        human_touches.is_renewal_topic,
        human_touches.is_linked_to_order,
        human_touches.account_basis,
        human_touches.minutes
    from human_touches
    left join crm_people on human_touches.actor_id = crm_people.crm_user_id

)

select * from final
