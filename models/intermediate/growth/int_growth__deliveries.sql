with signals as (

    select * from {{ ref('int_product__signals') }}
    where
        origin = 'recorded'
        and is_delivered
        and delivered_to in ('crm_task', 'opportunity')

),

windows as (

    select * from {{ ref('int_motions__signal_windows') }}

),

product_signals as (

    select * from {{ ref('stg_product__product_signals') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

-- Risks go to whoever keeps customers, not to sales.
delivered as (

    select
        signals.signal_id,
        signals.source_id,
        signals.account_id,
        signals.signal_type,
        signals.delivered_to,
        windows.stage,
        least(product_signals.signalled_at, signals.signalled_at) as qualified_at,
        signals.signalled_at as delivered_at,
        lag(signals.signalled_at) over (
            partition by signals.account_id
            order by signals.signalled_at asc nulls last, signals.signal_id asc nulls last
        ) as delivered_before_at
    from signals
    inner join windows on signals.signal_id = windows.signal_id
    left join product_signals on signals.source_id = product_signals.signal_id
    where windows.stage <> 'retention'

),

-- What follows within the days of a hand-off reminds of it.
begun as (

    select
        delivered.*,
        case
            when
                delivered.delivered_before_at is null
                or {{ dbt.dateadd(
                    'day', 'settings.handoff_days', 'delivered.delivered_before_at'
                ) }} <= delivered.delivered_at
                then 1
            else 0
        end as begin_count
    from delivered
    cross join settings

),

final as (

    select
        signal_id,
        source_id,
        account_id,
        signal_type,
        delivered_to,
        stage,
        qualified_at,
        delivered_at,
        cast(sum(begin_count) over (
            partition by account_id
            order by delivered_at asc nulls last, signal_id asc nulls last
            rows between unbounded preceding and current row
        ) as bigint) as handoff_number
    from begun

)

select * from final
