with event_verdicts as (

    select * from {{ ref('int_attribution__event_verdicts') }}

),

confidences as (

    select * from {{ ref('int_attribution__confidences') }}

),

final as (

    select
        event_verdicts.revenue_event_id,
        event_verdicts.account_id,
        event_verdicts.product_line,
        event_verdicts.order_id,
        event_verdicts.event_type,
        event_verdicts.stage,
        event_verdicts.event_arr,
        event_verdicts.initiation,
        event_verdicts.initiated_by,
        event_verdicts.rule_step,
        event_verdicts.trigger_kind,
        event_verdicts.trigger_id,
        event_verdicts.triggered_at,
        event_verdicts.started_by_at,
        event_verdicts.first_product_signal_id,
        event_verdicts.first_product_signal_at,
        event_verdicts.first_human_touch_id,
        event_verdicts.first_human_touch_at,
        event_verdicts.first_customer_act_id,
        event_verdicts.first_customer_act_at,
        cast(cast({{ dbt.datediff(
            'event_verdicts.first_product_signal_at', 'event_verdicts.first_human_touch_at',
            'second'
        ) }} as double) / 86400 as decimal(18, 6)) as product_lead_days,
        event_verdicts.is_product_strict,
        event_verdicts.is_product_standard,
        event_verdicts.is_product_broad,
        event_verdicts.is_in_ratio,
        confidences.confidence,
        confidences.confidence_band,
        confidences.confidence_reason,
        event_verdicts.reason,
        event_verdicts.would_change
    from event_verdicts
    inner join confidences on event_verdicts.revenue_event_id = confidences.revenue_event_id

)

select * from final
