with touch_accounts as (

    select * from {{ ref('int_motions__touch_accounts') }}
    where exclusion_reason is null

),

touch_directions as (

    select * from {{ ref('int_motions__touch_directions') }}

),

opportunities as (

    select * from {{ ref('stg_crm__opportunities') }}

),

crm_users as (

    select * from {{ ref('stg_crm__crm_users') }}

),

directed as (

    select
        touch_accounts.*,
        opportunities.product_line,
        opportunities.order_id,
        opportunities.opportunity_type,
        coalesce(touch_accounts.actor_function, crm_users.function) as known_function,
        case
            when touch_accounts.act = 'touch' then touch_directions.direction
            else touch_accounts.stated_direction
        end as direction,
        coalesce(touch_directions.direction_basis, 'source') as direction_basis,
        case
            when touch_accounts.act = 'opened_by_human' then 'human_opportunity'
            when touch_accounts.act = 'expansion_raised' then 'success_activity'
            when touch_accounts.source_table = 'tickets' and touch_accounts.act = 'asks_to_buy'
                then 'ticket'
            when touch_accounts.source_table = 'marketing_touches' then 'form'
            when touch_directions.direction = 'outbound' then 'outbound_touch'
            when touch_directions.direction = 'inbound' then 'inbound_touch'
        end as trigger_kind,
        touch_accounts.opportunity_id is not null
        or touch_accounts.act in ('expansion_raised', 'asks_to_buy')
        or touch_accounts.channel in ('demo', 'proposal', 'quote')
        or (
            touch_accounts.act = 'touch'
            and coalesce(touch_accounts.topic, '') in ('commercial', 'renewal', 'expansion')
        ) as is_commercial
    from touch_accounts
    left join touch_directions
        on
            touch_accounts.touch_id = touch_directions.touch_id
            and touch_accounts.source_table = 'commercial_touches'
    left join opportunities on touch_accounts.opportunity_id = opportunities.opportunity_id
    left join crm_users on touch_accounts.actor_id = crm_users.crm_user_id

),

final as (

    select
        touch_id,
        source_table,
        account_id,
        opportunity_id,
        product_line,
        order_id,
        touched_at,
        case
            when trigger_kind in ('outbound_touch', 'human_opportunity', 'success_activity')
                then 'human'
            when trigger_kind in ('inbound_touch', 'ticket', 'form') then 'customer'
            else 'neither'
        end as side,
        trigger_kind,
        channel,
        direction,
        direction_basis,
        topic,
        actor_id,
        known_function as actor_function,
        minutes,
        is_commercial,
        is_commercial or (act = 'touch' and topic is null) as is_commercial_wide,
        coalesce(topic = 'renewal' or opportunity_type = 'renewal', false) as is_renewal_topic,
        order_id is not null as is_linked_to_order,
        account_basis
    from directed

)

select * from final
