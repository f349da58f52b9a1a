{{ config(materialized='view') }}

with motions as (

    select * from {{ ref('int_motions__motions') }}

),

signals as (

    select * from {{ ref('int_product__signals') }}

),

human_touches as (

    select * from {{ ref('int_motions__human_touches') }}

),

opportunities as (

    select * from {{ ref('stg_crm__opportunities') }}

),

-- A deal that was open when value was reached is a motion from then on, however old.
open_deals as (

    select
        motions.*,
        opportunities.closed_on
    from motions
    inner join opportunities on motions.motion_id = opportunities.opportunity_id
    where motions.motion_kind in ('opportunity', 'auto_opened')
        and opportunities.opportunity_type <> 'renewal'

),

spoken as (

    select
        'motion' as act_kind,
        motion_kind,
        motion_id as act_id,
        account_id,
        product_line,
        motion_at as act_at,
        cast(null as date) as open_until_on,
        actor_kind
    from motions
    union all
    select
        'open_deal' as act_kind,
        motion_kind,
        motion_id as act_id,
        account_id,
        product_line,
        motion_at as act_at,
        coalesce(closed_on, cast('9999-12-31' as date)) as open_until_on,
        actor_kind
    from open_deals
    union all
    select
        'ask' as act_kind,
        trigger_kind as motion_kind,
        touch_id as act_id,
        account_id,
        product_line,
        touched_at as act_at,
        cast(null as date) as open_until_on,
        'customer' as actor_kind
    from human_touches
    where trigger_kind in ('ticket', 'form')
    union all
    select
        case when origin = 'prompt' then 'shown' else 'signal' end as act_kind,
        signal_type as motion_kind,
        signal_id as act_id,
        account_id,
        product_line,
        signalled_at as act_at,
        cast(null as date) as open_until_on,
        'product' as actor_kind
    from signals
    where can_start
        and (
            origin in ('recorded', 'limit_reached')
            or (origin = 'prompt' and prompt_type <> 'renewal')
        )

),

final as (

    select
        act_kind,
        motion_kind,
        act_id,
        account_id,
        nullif(product_line, 'none') as product_line,
        act_at,
        open_until_on,
        actor_kind
    from spoken

)

select * from final
