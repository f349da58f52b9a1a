with signals as (

    select * from {{ ref('int_product__signals') }}
    where
        origin = 'limit_reached'
        or (origin = 'prompt' and prompt_type <> 'renewal')
        or (origin = 'computed' and signal_type in ('premium_gate_attempts', 'invite_burst'))

),

events as (

    select * from {{ ref('int_revenue__events') }}
    where event_type = 'conversion' or event_type like 'expansion%'

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- An order on the account, and on the product line where both name one.
bought as (

    select
        signals.signal_id,
        min(events.ordered_at) as ordered_at
    from signals
    cross join settings
    inner join events
        on
            signals.account_id = events.account_id
            and signals.signalled_at <= events.ordered_at
            and coalesce(signals.product_line, events.product_line) = events.product_line
    where
        events.ordered_at
        <= {{ dbt.dateadd('day', 'settings.trigger_order_days', 'signals.signalled_at') }}
    group by signals.signal_id

),

final as (

    select
        signals.signal_id,
        signals.account_id,
        case
            when signals.origin = 'limit_reached' then 'limit'
            when signals.signal_type = 'premium_gate_attempts' then 'gate'
            when signals.signal_type = 'invite_burst' then 'invites'
            else 'prompt'
        end as trigger_kind,
        signals.prompt_type,
        signals.signalled_at,
        signals.engaged_at is not null as is_engaged,
        signals.completed_at is not null as is_completed,
        bought.ordered_at is not null as is_bought,
        {{ dbt.dateadd('day', 'settings.trigger_order_days', 'signals.signalled_at') }}
        <= as_of.as_of_at as is_matured
    from signals
    cross join settings
    cross join as_of
    left join bought on signals.signal_id = bought.signal_id

)

select * from final
