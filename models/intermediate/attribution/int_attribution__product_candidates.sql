{{ config(materialized='view') }}

with signals as (

    select * from {{ ref('int_product__signals') }}

),

signal_catalog as (

    select * from {{ ref('int_config__signal_catalog') }}

),

-- A signal that a prompt carried serves what follows the prompt.
carried as (

    select
        linked_signal_id,
        max(signalled_at) as prompted_at
    from signals
    where origin = 'prompt' and linked_signal_id is not null
    group by linked_signal_id

),

recorded as (

    select
        signals.signal_id,
        signals.source_id,
        'delivered_signal' as trigger_kind,
        signals.account_id,
        signals.product_line,
        signals.signalled_at as started_at,
        coalesce(greatest(signals.signalled_at, carried.prompted_at), signals.signalled_at)
            as serves_from_at,
        coalesce(
            signal_catalog.stage = 'retention'
            and signal_catalog.kind in ('value_proof', 'risk_flag'), false
        ) as can_serve_renewals,
        false as is_shown_only,
        false as is_completed,
        signals.is_auto_opened
    from signals
    left join signal_catalog on signals.signal_type = signal_catalog.signal_type
    left join carried on signals.source_id = carried.linked_signal_id
    where signals.origin = 'recorded' and signals.can_start

),

limits as (

    select
        signal_id,
        source_id,
        'hard_limit' as trigger_kind,
        account_id,
        product_line,
        signalled_at as started_at,
        signalled_at as serves_from_at,
        false as can_serve_renewals,
        false as is_shown_only,
        false as is_completed,
        false as is_auto_opened
    from signals
    where origin = 'limit_reached' and can_start

),

-- A prompt speaks when it is shown, for a short while, and when somebody takes it up.
prompts as (

    select
        signal_id,
        source_id,
        'prompt' as trigger_kind,
        account_id,
        product_line,
        signalled_at as started_at,
        signalled_at as serves_from_at,
        prompt_type = 'renewal' as can_serve_renewals,
        true as is_shown_only,
        completed_at is not null as is_completed,
        false as is_auto_opened
    from signals
    where origin = 'prompt' and can_start and coalesce(engaged_at > signalled_at, true)
    union all
    select
        signal_id,
        source_id,
        'prompt' as trigger_kind,
        account_id,
        product_line,
        engaged_at as started_at,
        engaged_at as serves_from_at,
        prompt_type = 'renewal' as can_serve_renewals,
        false as is_shown_only,
        completed_at is not null as is_completed,
        false as is_auto_opened
    from signals
    where origin = 'prompt' and can_start and engaged_at is not null

),

combined as (
    {% for relation in ['recorded', 'limits', 'prompts'] %}
    select
        signal_id,
        source_id,
        trigger_kind,
        account_id,
        product_line,
        started_at,
        serves_from_at,
        can_serve_renewals,
        is_shown_only,
        is_completed,
        is_auto_opened
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        signal_id,
        source_id,
        trigger_kind,
        account_id,
        product_line,
        started_at,
        serves_from_at,
        can_serve_renewals,
        is_shown_only,
        is_completed,
        is_auto_opened
    from combined

)

select * from final
