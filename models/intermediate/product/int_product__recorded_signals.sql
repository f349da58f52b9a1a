with product_signals as (

    select * from {{ ref('stg_product__product_signals') }}

),

-- What reached nobody starts nothing, whatever it says of itself.
delivered as (

    select
        *,
        delivered_to <> 'none' as is_delivered,
        coalesce(auto_opened_motion, false) and delivered_to <> 'none' as is_auto_opened
    from product_signals

),

final as (

    select
        signal_id as source_id,
        workspace_id,
        crm_account_id,
        product_line,
        signal_type,
        case when is_delivered then coalesce(delivered_at, signalled_at) else signalled_at end
            as signalled_at,
        is_delivered,
        delivered_to,
        is_auto_opened,
        case
            when is_auto_opened then 'strong'
            when is_delivered then 'medium'
            else 'weak'
        end as strength,
        concat_ws(
            '',
            signal_type,
            ' recorded by the product',
            case
                when is_delivered then concat_ws('', ', delivered to ', delivered_to)
                else ', stored and delivered to nobody'
            end,
            case when is_auto_opened then ', which opened a motion by itself' end,
            case when is_delivered and delivered_at is null then ' (time of delivery unknown)' end
        ) as evidence
    from delivered

)

select * from final
