with signals as (

    select * from {{ ref('int_product__signals') }}

),

created_opportunities as (

    select * from {{ ref('int_motions__created_opportunities') }}

),

opened_motions as (

    select * from {{ ref('int_attribution__opened_motions') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

human_touches as (

    select * from {{ ref('int_motions__human_touches') }}

),

revenue_events as (

    select * from {{ ref('int_revenue__events') }}

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

-- A renewal that a calendar opened is nobody's motion until a person acts on it.
deals as (

    select
        case when opened_motions.opportunity_id is not null then 'auto_opened' else 'opportunity' end
            as motion_kind,
        created_opportunities.opportunity_id as motion_id,
        crm_accounts.account_id,
        created_opportunities.product_line,
        created_opportunities.created_at as motion_at,
        case
            when opened_motions.opportunity_id is not null then 'product'
            when created_opportunities.creator_kind = 'human' then 'human'
            else 'none'
        end as actor_kind,
        'recorded:' || opened_motions.trigger_signal_id as answers_signal_id
    from created_opportunities
    inner join crm_accounts on created_opportunities.crm_account_id = crm_accounts.crm_account_id
    left join opened_motions
        on created_opportunities.opportunity_id = opened_motions.opportunity_id
    where
        opened_motions.opportunity_id is not null
        or created_opportunities.creator_kind <> 'system'

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

orders as (

    select
        'self_serve_order' as motion_kind,
        order_id as motion_id,
        account_id,
        case when min(product_line) = max(product_line) then nullif(min(product_line), 'none') end
            as product_line,
        min(coalesce(
            ordered_at, {{ dbt.dateadd('second', -1, dbt.dateadd('day', 1, 'effective_on')) }}
        )) as motion_at,
        'product' as actor_kind,
        cast(null as varchar) as answers_signal_id
    from revenue_events
    where order_channel in ('self_serve', 'api') and event_type <> 'account_created'
    group by account_id, order_id

),

together as (

    select * from own_motions
    union all
    select * from deals
    union all
    select * from talks
    union all
    select * from orders

),

final as (

    select together.*
    from together
    cross join as_of
    where together.motion_at <= as_of.as_of_at

)

select * from final
