with signal_accounts as (

    select * from {{ ref('int_product__signal_accounts') }}
    where exclusion_reason is null

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
    from signal_accounts

)

select * from final
