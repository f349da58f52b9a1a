with initiation as (

    select * from {{ ref('fct_revenue_event_initiation') }}

),

journey_touches as (

    select * from {{ ref('int_attribution__journey_touches') }}

),

heuristic_shares as (

    select * from {{ ref('int_attribution__heuristic_shares') }}

),

touch_effects as (

    select * from {{ ref('touch_effects') }}

),

attribution_models as (

    select * from {{ ref('attribution_models') }}

),

-- The two games: a journey's touches share it in proportion to what their kinds add; a kind that
-- adds nothing, or less, has no share. Sums are of decimals, so that no order of rows tells.
effects as (

    select
        journey_touches.journey_id,
        journey_touches.account_id,
        journey_touches.order_id,
        journey_touches.touch_key,
        touch_effects.attribution_model,
        cast(greatest(touch_effects.effect, 0) as decimal(18, 12)) as effect,
        sum(cast(greatest(touch_effects.effect, 0) as decimal(18, 12))) over (
            partition by journey_touches.journey_id, touch_effects.attribution_model
        ) as journey_effect
    from journey_touches
    inner join touch_effects on journey_touches.touch_type = touch_effects.touch_type
    where journey_touches.is_converted and touch_effects.attribution_model <> 'unique_set'

),

shares as (

    select
        account_id,
        order_id,
        touch_key,
        attribution_model,
        cast(credit_share as double) as credit_share
    from heuristic_shares
    union all
    select
        account_id,
        order_id,
        touch_key,
        attribution_model,
        cast(effect as double) / cast(journey_effect as double) as credit_share
    from effects
    where journey_effect > 0

),

credited as (

    select
        initiation.revenue_event_id,
        shares.attribution_model,
        shares.touch_key,
        journey_touches.touch_kind,
        journey_touches.touch_type,
        journey_touches.touched_at,
        journey_touches.touch_position,
        shares.credit_share,
        cast(shares.credit_share * cast(initiation.event_arr as double) as decimal(28, 8))
            as credited_arr
    from initiation
    inner join shares
        on initiation.account_id = shares.account_id and initiation.order_id = shares.order_id
    inner join journey_touches
        on shares.account_id = journey_touches.account_id
            and shares.order_id = journey_touches.order_id
            and shares.touch_key = journey_touches.touch_key
    where initiation.stage <> 'acquisition'

),

-- What is rounded off goes to the last touch, so that an event's credits are its ARR exactly.
sums as (

    select
        revenue_event_id,
        attribution_model,
        cast(sum(credited_arr) as decimal(28, 8)) as credited_arr,
        max(touch_position) as last_position
    from credited
    group by revenue_event_id, attribution_model

),

final as (

    select
        credited.revenue_event_id,
        credited.touch_key,
        credited.attribution_model,
        credited.touch_kind,
        credited.touch_type,
        credited.touched_at,
        cast(credited.touch_position as bigint) as touch_position,
        cast(credited.credit_share as double) as credit_share,
        cast(credited.credited_arr + case
            when credited.touch_position = sums.last_position
                then initiation.event_arr - sums.credited_arr
            else 0
        end as decimal(28, 8)) as credited_arr
    from credited
    inner join initiation on credited.revenue_event_id = initiation.revenue_event_id
    inner join sums
        on credited.revenue_event_id = sums.revenue_event_id
            and credited.attribution_model = sums.attribution_model
    union all
    select
        initiation.revenue_event_id,
        'unattributed' as touch_key,
        attribution_models.attribution_model,
        'unattributed' as touch_kind,
        'none' as touch_type,
        cast(null as timestamp) as touched_at,
        cast(null as bigint) as touch_position,
        cast(1 as double) as credit_share,
        initiation.event_arr as credited_arr
    from initiation
    cross join attribution_models
    left join sums
        on initiation.revenue_event_id = sums.revenue_event_id
            and attribution_models.attribution_model = sums.attribution_model
    where initiation.stage <> 'acquisition' and sums.revenue_event_id is null

)

select * from final
