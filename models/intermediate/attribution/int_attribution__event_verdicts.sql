{%- set verdict = [
    'initiation', 'initiated_by', 'rule_step', 'trigger_kind', 'trigger_id', 'triggered_at',
    'first_product_signal_id', 'first_product_signal_at', 'first_human_touch_id',
    'first_human_touch_at', 'first_customer_act_id', 'first_customer_act_at', 'contract_kind',
    'is_trigger_linked', 'is_prompt_shown_only', 'is_product_strict', 'is_product_standard',
    'is_product_broad', 'is_in_ratio'
] -%}

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
        events.*,
        order_verdicts.ordered_at as started_by_at,
        {% for column in verdict -%}
        order_verdicts.{{ column }},
        {% endfor -%}
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
        events.*,
        events.ordered_at as started_by_at,
        {% for column in verdict -%}
        acquisition_verdicts.{{ column }},
        {% endfor -%}
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
        later_arr,
        order_channel,
        {% for column in verdict -%}
        {{ column }},
        {% endfor -%}
        reason,
        would_change
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from final
