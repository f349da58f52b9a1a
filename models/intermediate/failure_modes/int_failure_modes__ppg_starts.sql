with event_verdicts as (

    select * from {{ ref('int_attribution__event_verdicts') }}
    where event_type <> 'account_created'

),

orders as (

    select * from {{ ref('int_attribution__orders') }}

),

signals as (

    select * from {{ ref('int_product__signals') }}

),

signal_windows as (

    select * from {{ ref('int_motions__signal_windows') }}

),

settings as (

    select * from {{ ref('int_failure_modes__ppg_settings') }}

),

human_started as (

    select
        event_verdicts.revenue_event_id,
        event_verdicts.account_id,
        event_verdicts.product_line,
        event_verdicts.event_type,
        event_verdicts.started_by_at,
        coalesce(event_verdicts.first_human_touch_at, event_verdicts.started_by_at) as human_at,
        orders.stage,
        orders.lookback_days
    from event_verdicts
    inner join orders
        on event_verdicts.account_id = orders.account_id
            and event_verdicts.order_id = orders.order_id
    where event_verdicts.initiated_by = 'human' and event_verdicts.is_in_ratio

),

-- What already started an order is used; metered usage is no order.
used as (

    select
        account_id,
        first_product_signal_id as signal_id,
        min(started_by_at) as used_at
    from event_verdicts
    where initiated_by = 'product' and is_in_ratio and first_product_signal_id is not null
    group by account_id, first_product_signal_id

),

-- A signal of the event's own stage, before the first human act and inside the look-back. A winback
-- takes any.
preceding as (

    select
        human_started.revenue_event_id,
        signals.signal_id,
        signals.signal_type,
        signals.signalled_at,
        signals.can_start and (
            signals.origin <> 'prompt'
            or coalesce(signals.engaged_at < human_started.human_at, false)
            or {{ dbt.datediff('signals.signalled_at', 'human_started.started_by_at', 'day') }}
            <= settings.prompt_to_order_days
        ) as was_felt
    from human_started
    cross join settings
    inner join signals
        on human_started.account_id = signals.account_id
            and human_started.human_at > signals.signalled_at
            and {{ dbt.datediff('signals.signalled_at', 'human_started.started_by_at', 'day') }}
            <= human_started.lookback_days
            and coalesce(signals.product_line, human_started.product_line, '')
            = coalesce(human_started.product_line, signals.product_line, '')
    inner join signal_windows on signals.signal_id = signal_windows.signal_id
    left join used
        on signals.account_id = used.account_id
            and signals.signal_id = used.signal_id
            and human_started.started_by_at > used.used_at
    where used.signal_id is null
        and (
            signal_windows.stage = human_started.stage
            or (human_started.event_type = 'reactivation' and signal_windows.stage <> 'acquisition')
        )

),

ranked as (

    select
        *,
        bool_or(was_felt) over (partition by revenue_event_id) as has_felt_signal,
        row_number() over (
            partition by revenue_event_id
            order by
                case when was_felt then 0 else 1 end asc nulls last,
                signalled_at asc nulls last,
                signal_id asc nulls last
        ) as place
    from preceding

),

final as (

    select
        revenue_event_id,
        has_felt_signal,
        signal_id,
        signal_type,
        signalled_at
    from ranked
    where place = 1

)

select * from final
