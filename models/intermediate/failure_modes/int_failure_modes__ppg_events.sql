with event_verdicts as (

    select * from {{ ref('int_attribution__event_verdicts') }}
    where event_type <> 'account_created'

),

starts as (

    select * from {{ ref('int_failure_modes__ppg_starts') }}

),

order_costs as (

    select * from {{ ref('int_economics__order_costs') }}

),

signal_catalog as (

    select * from {{ ref('int_config__signal_catalog') }}

),

placed as (

    select
        event_verdicts.*,
        starts.revenue_event_id is not null as is_startable,
        coalesce(starts.has_felt_signal, false) as has_felt_signal,
        starts.signal_id,
        starts.signal_type,
        starts.signalled_at,
        row_number() over (
            partition by
                event_verdicts.account_id, event_verdicts.order_id,
                coalesce(starts.has_felt_signal, false)
            order by event_verdicts.revenue_event_id asc nulls last
        ) as place_in_order
    from event_verdicts
    left join starts on event_verdicts.revenue_event_id = starts.revenue_event_id

),

-- The work of an order stands at one of its events.
final as (

    select
        placed.revenue_event_id,
        placed.account_id,
        placed.order_id,
        placed.event_type,
        placed.stage,
        placed.effective_on,
        placed.initiated_by,
        placed.is_in_ratio,
        placed.is_in_ratio and placed.initiated_by = 'product' as is_by_product,
        placed.is_in_ratio and placed.initiated_by = 'human' as is_by_human,
        placed.is_startable,
        placed.has_felt_signal,
        placed.event_arr,
        placed.signal_id,
        placed.signal_type,
        placed.signalled_at,
        case
            when not placed.is_startable then 'none'
            else coalesce(signal_catalog.failure_mode, 'other')
        end as signal_failure_mode,
        placed.has_felt_signal and placed.place_in_order = 1 as has_work,
        case when placed.has_felt_signal and placed.place_in_order = 1 then order_costs.minutes end
            as minutes,
        case when placed.has_felt_signal and placed.place_in_order = 1 then order_costs.cost end
            as cost,
        case
            when placed.has_felt_signal and placed.place_in_order = 1 then order_costs.cost_variance
        end as cost_variance
    from placed
    left join order_costs
        on placed.account_id = order_costs.account_id and placed.order_id = order_costs.order_id
    left join signal_catalog on placed.signal_type = signal_catalog.signal_type

)

select * from final
