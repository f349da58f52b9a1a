{{ config(materialized='view') }}

with journey_touches as (

    select * from {{ ref('int_attribution__journey_touches') }}

),

final as (

    select
        journey_id,
        touched_at,
        touch_type as channel,
        is_converted
    from journey_touches

)

select * from final
