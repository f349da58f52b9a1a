{{ config(materialized='view') }}

with commercial_touches as (

    select * from {{ ref('int_motions__commercial_touches') }}

),

created_opportunities as (

    select * from {{ ref('int_motions__created_opportunities') }}

),

cs_activities as (

    select * from {{ ref('stg_success__cs_activities') }}

),

tickets as (

    select * from {{ ref('stg_success__tickets') }}

),

form_touches as (

    select * from {{ ref('int_motions__form_touches') }}

),

-- `act` tells what decides the side of a touch that no direction tells.
final as (

    select
        touch_id,
        'commercial_touches' as source_table,
        crm_account_id,
        cast(null as varchar) as workspace_id,
        email_domain,
        opportunity_id,
        touched_at,
        channel,
        direction as stated_direction,
        topic,
        'touch' as act,
        actor_id,
        actor_function,
        minutes
    from commercial_touches
    union all
    select
        opportunity_id as touch_id,
        'opportunities' as source_table,
        crm_account_id,
        cast(null as varchar) as workspace_id,
        cast(null as varchar) as email_domain,
        opportunity_id,
        created_at as touched_at,
        'opportunity' as channel,
        cast(null as varchar) as stated_direction,
        opportunity_type as topic,
        'opened_by_' || creator_kind as act,
        created_by_id as actor_id,
        cast(null as varchar) as actor_function,
        cast(null as decimal(38, 10)) as minutes
    from created_opportunities
    union all
    select
        activity_id as touch_id,
        'cs_activities' as source_table,
        crm_account_id,
        cast(null as varchar) as workspace_id,
        cast(null as varchar) as email_domain,
        cast(null as varchar) as opportunity_id,
        occurred_at as touched_at,
        kind as channel,
        cast(null as varchar) as stated_direction,
        case when is_expansion_raised then 'expansion' end as topic,
        case when is_expansion_raised then 'expansion_raised' else 'activity' end as act,
        actor_id,
        cast(null as varchar) as actor_function,
        minutes
    from cs_activities
    union all
    select
        ticket_id as touch_id,
        'tickets' as source_table,
        crm_account_id,
        workspace_id,
        email_domain,
        cast(null as varchar) as opportunity_id,
        opened_at as touched_at,
        'ticket' as channel,
        'inbound' as stated_direction,
        category as topic,
        case when category in ('upgrade', 'billing') then 'asks_to_buy' else 'asks_for_help' end
            as act,
        cast(null as varchar) as actor_id,
        'support' as actor_function,
        handle_minutes as minutes
    from tickets
    union all
    select
        marketing_touch_id as touch_id,
        'marketing_touches' as source_table,
        crm_account_id,
        workspace_id,
        email_domain,
        cast(null as varchar) as opportunity_id,
        touched_at,
        'form' as channel,
        'inbound' as stated_direction,
        action as topic,
        'asks_to_buy' as act,
        cast(null as varchar) as actor_id,
        cast(null as varchar) as actor_function,
        cast(null as decimal(38, 10)) as minutes
    from form_touches

)

select * from final
