with product_candidates as (

    select * from {{ ref('int_attribution__product_candidates') }}

),

human_touches as (

    select * from {{ ref('int_motions__human_touches') }}

),

opened_motions as (

    select * from {{ ref('int_attribution__opened_motions') }}

),

-- The order that an opportunity names is the order of the signal that it names.
named_signals as (

    select
        trigger_signal_id,
        account_id,
        min(order_id) as order_id
    from opened_motions
    where trigger_signal_id is not null and order_id is not null
    group by trigger_signal_id, account_id

),

spoken as (

    select
        product_candidates.signal_id as candidate_id,
        'product' as side,
        product_candidates.trigger_kind,
        product_candidates.source_id as trigger_id,
        product_candidates.account_id,
        product_candidates.product_line,
        product_candidates.started_at,
        product_candidates.serves_from_at,
        named_signals.order_id as linked_order_id,
        product_candidates.can_serve_renewals,
        product_candidates.is_shown_only,
        product_candidates.is_completed,
        product_candidates.is_auto_opened,
        false as is_renewal_topic,
        false as is_commercial
    from product_candidates
    left join named_signals
        on product_candidates.source_id = named_signals.trigger_signal_id
            and product_candidates.account_id = named_signals.account_id
            and product_candidates.trigger_kind = 'delivered_signal'

),

touched as (

    select
        concat_ws(':', source_table, touch_id) as candidate_id,
        side,
        trigger_kind,
        touch_id as trigger_id,
        account_id,
        product_line,
        touched_at as started_at,
        touched_at as serves_from_at,
        order_id as linked_order_id,
        true as can_serve_renewals,
        false as is_shown_only,
        false as is_completed,
        false as is_auto_opened,
        is_renewal_topic,
        is_commercial or trigger_kind not in ('outbound_touch', 'inbound_touch') as is_commercial
    from human_touches
    where trigger_kind is not null

),

opened as (

    select
        concat_ws(':', 'opened', opportunity_id) as candidate_id,
        'opened' as side,
        cast(null as varchar) as trigger_kind,
        opportunity_id as trigger_id,
        account_id,
        product_line,
        opened_at as started_at,
        opened_at as serves_from_at,
        order_id as linked_order_id,
        true as can_serve_renewals,
        false as is_shown_only,
        false as is_completed,
        true as is_auto_opened,
        false as is_renewal_topic,
        false as is_commercial
    from opened_motions

),

combined as (
    {% for relation in ['spoken', 'touched', 'opened'] %}
    select
        candidate_id,
        side,
        trigger_kind,
        trigger_id,
        account_id,
        product_line,
        started_at,
        serves_from_at,
        linked_order_id,
        can_serve_renewals,
        is_shown_only,
        is_completed,
        is_auto_opened,
        is_renewal_topic,
        is_commercial
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        candidate_id,
        side,
        trigger_kind,
        trigger_id,
        account_id,
        nullif(product_line, 'none') as product_line,
        started_at,
        serves_from_at,
        linked_order_id,
        can_serve_renewals,
        is_shown_only,
        is_completed,
        is_auto_opened,
        is_renewal_topic,
        is_commercial
    from combined

)

select * from final
