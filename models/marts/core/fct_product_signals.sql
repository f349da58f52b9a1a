with signals as (

    select * from {{ ref('int_product__signals') }}

),

signal_windows as (

    select * from {{ ref('int_motions__signal_windows') }}

),

final as (

    select
        signals.signal_id,
        signals.account_id,
        signals.workspace_id,
        signals.product_line,
        signals.source_table,
        signals.source_id,
        signals.signal_type,
        signals.origin,
        signal_windows.stage,
        signals.signalled_at,
        signals.engaged_at,
        signals.completed_at,
        signals.is_delivered,
        signals.delivered_to,
        signals.is_auto_opened,
        signals.can_start,
        signals.linked_signal_id,
        signals.resulting_user_id,
        signals.strength,
        signals.evidence
    from signals
    inner join signal_windows on signals.signal_id = signal_windows.signal_id

)

select * from final
