with value_reached as (

    select * from {{ ref('int_failure_modes__cbh_value_reached') }}
    where not is_bought_before

),

motions as (

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

settings as (

    select * from {{ ref('int_failure_modes__cbh_settings') }}

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

matched as (

    select
        value_reached.account_id,
        value_reached.product_line,
        value_reached.value_reached_at,
        spoken.act_kind,
        spoken.motion_kind,
        spoken.act_id,
        spoken.actor_kind,
        spoken.open_until_on,
        spoken.act_at
    from value_reached
    inner join spoken
        on value_reached.account_id = spoken.account_id
            and (
                value_reached.product_line = 'all'
                or coalesce(nullif(spoken.product_line, 'none'), value_reached.product_line)
                = value_reached.product_line
            )
            and coalesce(value_reached.bought_at >= spoken.act_at, true)

),

final as (

    select
        matched.account_id,
        matched.product_line,
        matched.act_kind,
        matched.motion_kind,
        matched.act_id,
        matched.actor_kind,
        case
            when matched.act_kind = 'open_deal' then matched.value_reached_at else matched.act_at
        end as act_at
    from matched
    cross join settings
    where (
        matched.act_kind <> 'open_deal'
        and {{ dbt.dateadd('day', 'settings.widest_prior_motion_days', 'matched.act_at') }}
        >= matched.value_reached_at
    )
    or (
        matched.act_kind = 'open_deal'
        and matched.act_at < matched.value_reached_at
        and matched.open_until_on >= cast(matched.value_reached_at as date)
    )

)

select * from final
