with events as (

    select * from {{ ref('int_revenue__events') }}

),

order_verdicts as (

    select * from {{ ref('int_attribution__order_verdicts') }}

),

order_reasons as (

    select * from {{ ref('int_attribution__order_reasons') }}

),

acquisition_verdicts as (

    select * from {{ ref('int_attribution__acquisition_verdicts') }}

),

ordered as (

    select
        events.revenue_event_id,
        events.account_id,
        events.product_line,
        events.order_id,
        events.event_type,
        events.stage,
        order_verdicts.ordered_at as started_by_at,
        events.effective_on,
        events.event_arr,
        order_verdicts.order_channel,
        order_verdicts.initiation,
        order_verdicts.initiated_by,
        order_verdicts.rule_step,
        order_verdicts.trigger_kind,
        order_verdicts.trigger_id,
        order_verdicts.triggered_at,
        order_verdicts.first_product_signal_id,
        order_verdicts.first_product_signal_at,
        order_verdicts.first_human_touch_id,
        order_verdicts.first_human_touch_at,
        order_verdicts.first_customer_act_id,
        order_verdicts.first_customer_act_at,
        order_verdicts.contract_kind,
        order_verdicts.is_trigger_linked,
        order_verdicts.is_prompt_shown_only,
        order_verdicts.is_product_strict,
        order_verdicts.is_product_standard,
        order_verdicts.is_product_broad,
        order_verdicts.is_in_ratio,
        order_reasons.reason,
        order_reasons.would_change
    from events
    inner join order_verdicts
        on events.account_id = order_verdicts.account_id
            and events.order_id = order_verdicts.order_id
    inner join order_reasons
        on events.account_id = order_reasons.account_id
            and events.order_id = order_reasons.order_id
    where events.event_type <> 'account_created'

),

created as (

    select
        events.revenue_event_id,
        events.account_id,
        events.product_line,
        events.order_id,
        events.event_type,
        events.stage,
        events.ordered_at as started_by_at,
        events.effective_on,
        events.event_arr,
        events.order_channel,
        acquisition_verdicts.initiation,
        acquisition_verdicts.initiated_by,
        acquisition_verdicts.rule_step,
        acquisition_verdicts.trigger_kind,
        acquisition_verdicts.trigger_id,
        acquisition_verdicts.triggered_at,
        acquisition_verdicts.first_product_signal_id,
        acquisition_verdicts.first_product_signal_at,
        acquisition_verdicts.first_human_touch_id,
        acquisition_verdicts.first_human_touch_at,
        acquisition_verdicts.first_customer_act_id,
        acquisition_verdicts.first_customer_act_at,
        cast(null as varchar) as contract_kind,
        false as is_trigger_linked,
        false as is_prompt_shown_only,
        acquisition_verdicts.initiated_by = 'product' as is_product_strict,
        acquisition_verdicts.initiated_by = 'product' as is_product_standard,
        acquisition_verdicts.initiated_by = 'product' as is_product_broad,
        acquisition_verdicts.initiated_by in ('product', 'human', 'customer', 'marketing')
            as is_in_ratio,
        acquisition_verdicts.reason,
        acquisition_verdicts.would_change
    from events
    inner join acquisition_verdicts on events.account_id = acquisition_verdicts.account_id
    where events.event_type = 'account_created'

),

final as (
    {% for relation in ['ordered', 'created'] %}
    select
        revenue_event_id,
        account_id,
        product_line,
        order_id,
        event_type,
        stage,
        started_by_at,
        effective_on,
        event_arr,
        order_channel,
        initiation,
        initiated_by,
        rule_step,
        trigger_kind,
        trigger_id,
        triggered_at,
        first_product_signal_id,
        first_product_signal_at,
        first_human_touch_id,
        first_human_touch_at,
        first_customer_act_id,
        first_customer_act_at,
        contract_kind,
        is_trigger_linked,
        is_prompt_shown_only,
        is_product_strict,
        is_product_standard,
        is_product_broad,
        is_in_ratio,
        reason,
        would_change
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from final
