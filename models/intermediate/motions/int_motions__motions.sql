with signals as (

    select * from {{ ref('int_product__signals') }}

),

deals as (

    select * from {{ ref('int_motions__deals') }}

),

human_touches as (

    select * from {{ ref('int_motions__human_touches') }}

),

self_serve_orders as (

    select * from {{ ref('int_motions__self_serve_orders') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- What the product did itself: a prompt that was used, a signal that opened the next step.
own_motions as (

    select
        case when origin = 'prompt' then 'prompt_engaged' else 'auto_opened' end as motion_kind,
        signal_id as motion_id,
        account_id,
        product_line,
        case when origin = 'prompt' then engaged_at else signalled_at end as motion_at,
        'product' as actor_kind,
        case
            when origin = 'prompt' and linked_signal_id is not null
                then 'recorded:' || linked_signal_id
            else signal_id
        end as answers_signal_id
    from signals
    where (origin = 'prompt' and engaged_at is not null) or is_auto_opened

),

talks as (

    select
        case
            when source_table = 'cs_activities' then 'expansion_raised' else 'commercial_touch'
        end as motion_kind,
        touch_id as motion_id,
        account_id,
        product_line,
        touched_at as motion_at,
        case when side = 'neither' then 'none' else side end as actor_kind,
        cast(null as varchar) as answers_signal_id
    from human_touches
    where
        (source_table = 'commercial_touches' and is_commercial)
        or trigger_kind = 'success_activity'

),

together as (

    select
        motion_kind,
        motion_id,
        account_id,
        product_line,
        motion_at,
        actor_kind,
        answers_signal_id
    from own_motions
    union all
    select
        motion_kind,
        motion_id,
        account_id,
        product_line,
        motion_at,
        actor_kind,
        answers_signal_id
    from deals
    union all
    select
        motion_kind,
        motion_id,
        account_id,
        product_line,
        motion_at,
        actor_kind,
        answers_signal_id
    from talks
    union all
    select
        'self_serve_order' as motion_kind,
        order_id as motion_id,
        account_id,
        product_line,
        ordered_at as motion_at,
        'product' as actor_kind,
        cast(null as varchar) as answers_signal_id
    from self_serve_orders

),

final as (

    select
        together.motion_kind,
        together.motion_id,
        together.account_id,
        together.product_line,
        together.motion_at,
        together.actor_kind,
        together.answers_signal_id
    from together
    cross join as_of
    where together.motion_at <= as_of.as_of_at

)

select * from final
