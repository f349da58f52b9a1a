{{ config(materialized='view') }}

-- The first moment of value and the first human act that an account ever saw.
with value_days as (

    select * from {{ ref('int_product__account_value_days') }}

),

human_touches as (

    select * from {{ ref('int_motions__human_touches') }}

),

moments as (

    select
        account_id,
        first_value_at as value_at,
        cast(null as timestamp) as human_at
    from value_days
    where day_number = 1
    union all
    select
        account_id,
        cast(null as timestamp) as value_at,
        touched_at as human_at
    from human_touches
    where side = 'human' and (is_commercial or trigger_kind <> 'outbound_touch')

),

final as (

    select
        account_id,
        min(value_at) as first_value_at,
        min(human_at) as first_human_at
    from moments
    group by account_id

)

select * from final
