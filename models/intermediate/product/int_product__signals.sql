with signal_accounts as (

    select * from {{ ref('int_product__signal_accounts') }}
    where exclusion_reason is null

),

computed_signals as (

    select * from {{ ref('int_product__computed_signals') }}

),

together as (

    select
        signal_id,
        source_table,
        source_id,
        account_id,
        workspace_id,
        resulting_user_id,
        product_line,
        signal_type,
        origin,
        signalled_at,
        engaged_at,
        completed_at,
        is_delivered,
        delivered_to,
        is_auto_opened,
        linked_signal_id,
        prompt_type,
        strength,
        evidence
    from signal_accounts
    union all
    select
        'computed:' || source_id as signal_id,
        source_table,
        source_id,
        account_id,
        workspace_id,
        cast(null as varchar) as resulting_user_id,
        product_line,
        signal_type,
        'computed' as origin,
        signalled_at,
        cast(null as timestamp) as engaged_at,
        cast(null as timestamp) as completed_at,
        false as is_delivered,
        'none' as delivered_to,
        false as is_auto_opened,
        cast(null as varchar) as linked_signal_id,
        cast(null as varchar) as prompt_type,
        strength,
        evidence
    from computed_signals

),

final as (

    select
        signal_id,
        source_table,
        source_id,
        account_id,
        workspace_id,
        resulting_user_id,
        product_line,
        signal_type,
        origin,
        signalled_at,
        engaged_at,
        completed_at,
        is_delivered,
        delivered_to,
        is_auto_opened,
        linked_signal_id,
        prompt_type,
        -- What was computed, or stored and delivered to nobody, started nothing.
        case
            when origin = 'computed' then false
            when origin = 'recorded' then is_delivered
            else true
        end as can_start,
        strength,
        evidence
    from together

)

select * from final
