with orders as (

    select * from {{ ref('int_attribution__orders') }}

),

contract_orders as (

    select * from {{ ref('int_attribution__contract_orders') }}

),

scenarios as (

    select * from {{ ref('int_attribution__scenarios') }}

),

evidence as (

    select * from {{ ref('int_attribution__evidence') }}

),

answered_signals as (

    select * from {{ ref('int_attribution__answered_signals') }}

),

pairs as (

    select * from {{ ref('int_attribution__pairs') }}

),

numbered as (

    select
        orders.account_id,
        orders.order_id,
        orders.ordered_at,
        orders.is_self_serve,
        orders.order_channel,
        orders.is_metered,
        contract_orders.contract_kind,
        scenarios.scenario_id,
        scenarios.tie_rule,
        scenarios.is_base,
        evidence.product_number,
        evidence.human_number,
        evidence.late_human_number,
        evidence.customer_number,
        evidence.opened_number,
        coalesce(answered_signals.answered_number, case
            when scenarios.tie_rule = 'product_wins' and evidence.human_number is not null
                then evidence.product_number
        end) as answered_number
    from orders
    cross join scenarios
    left join contract_orders
        on orders.account_id = contract_orders.account_id
            and orders.order_id = contract_orders.order_id
    left join evidence
        on orders.account_id = evidence.account_id
            and orders.order_id = evidence.order_id
            and scenarios.evidence_key = evidence.evidence_key
    left join answered_signals
        on orders.account_id = answered_signals.account_id
            and orders.order_id = answered_signals.order_id
            and scenarios.evidence_key = answered_signals.evidence_key

),

final as (

    select
        numbered.account_id,
        numbered.order_id,
        numbered.ordered_at,
        numbered.is_self_serve,
        numbered.order_channel,
        numbered.is_metered,
        numbered.contract_kind,
        numbered.scenario_id,
        numbered.tie_rule,
        numbered.is_base,
        {% for side in ['product', 'answered', 'human', 'customer'] -%}
        {{ side }}.started_at as {{ side }}_at,
        {{ side }}.candidate_id as {{ side }}_candidate_id,
        {{ side }}.trigger_id as {{ side }}_trigger_id,
        {{ side }}.trigger_kind as {{ side }}_trigger_kind,
        {{ side }}.is_linked as is_{{ side }}_linked,
        {% endfor -%}
        late_human.started_at as late_human_at,
        coalesce(product.is_completed, false) as is_prompt_completed,
        coalesce(product.is_shown_only, false) as is_prompt_shown_only,
        coalesce(
            product.is_auto_opened or opened.started_at >= product.started_at, false
        ) as is_auto_opened
    from numbered
    {% for side in ['product', 'answered', 'human', 'late_human', 'customer', 'opened'] -%}
    left join pairs as {{ side }}
        on numbered.account_id = {{ side }}.account_id
            and numbered.order_id = {{ side }}.order_id
            and numbered.{{ side }}_number = {{ side }}.evidence_number
    {% endfor %}

)

select * from final
