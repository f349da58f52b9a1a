{{ config(materialized='view') }}

with recorded_signals as (

    select * from {{ ref('int_product__recorded_signals') }}

),

prompts as (

    select * from {{ ref('int_product__prompts') }}

),

limit_hits as (

    select * from {{ ref('int_product__limit_hits') }}

),

invite_signals as (

    select * from {{ ref('int_product__invite_signals') }}

),

exposure_signals as (

    select * from {{ ref('int_product__exposure_signals') }}

),

final as (

    select
        'recorded' as origin,
        'product_signals' as source_table,
        source_id,
        workspace_id,
        crm_account_id,
        product_line,
        signal_type,
        signalled_at,
        cast(null as timestamp) as engaged_at,
        cast(null as timestamp) as completed_at,
        is_delivered,
        delivered_to,
        is_auto_opened,
        cast(null as varchar) as linked_signal_id,
        cast(null as varchar) as prompt_type,
        cast(null as varchar) as resulting_user_id,
        strength,
        evidence
    from recorded_signals
    union all
    select
        'prompt' as origin,
        'in_product_prompts' as source_table,
        source_id,
        workspace_id,
        cast(null as varchar) as crm_account_id,
        product_line,
        signal_type,
        signalled_at,
        engaged_at,
        completed_at,
        true as is_delivered,
        'in_app' as delivered_to,
        false as is_auto_opened,
        linked_signal_id,
        prompt_type,
        cast(null as varchar) as resulting_user_id,
        strength,
        evidence
    from prompts
    union all
    select
        'limit_reached' as origin,
        'usage_meters' as source_table,
        source_id,
        workspace_id,
        cast(null as varchar) as crm_account_id,
        product_line,
        'limit_reached' as signal_type,
        signalled_at,
        cast(null as timestamp) as engaged_at,
        cast(null as timestamp) as completed_at,
        true as is_delivered,
        'in_app' as delivered_to,
        false as is_auto_opened,
        cast(null as varchar) as linked_signal_id,
        cast(null as varchar) as prompt_type,
        cast(null as varchar) as resulting_user_id,
        'strong' as strength,
        evidence
    from limit_hits
    union all
    select
        'invite' as origin,
        'invites' as source_table,
        source_id,
        workspace_id,
        cast(null as varchar) as crm_account_id,
        cast(null as varchar) as product_line,
        'invite_sent' as signal_type,
        signalled_at,
        cast(null as timestamp) as engaged_at,
        cast(null as timestamp) as completed_at,
        true as is_delivered,
        'email' as delivered_to,
        false as is_auto_opened,
        cast(null as varchar) as linked_signal_id,
        cast(null as varchar) as prompt_type,
        resulting_user_id,
        strength,
        evidence
    from invite_signals
    union all
    select
        'exposure' as origin,
        'external_exposures' as source_table,
        source_id,
        workspace_id,
        cast(null as varchar) as crm_account_id,
        cast(null as varchar) as product_line,
        signal_type,
        signalled_at,
        cast(null as timestamp) as engaged_at,
        cast(null as timestamp) as completed_at,
        true as is_delivered,
        'in_app' as delivered_to,
        false as is_auto_opened,
        cast(null as varchar) as linked_signal_id,
        cast(null as varchar) as prompt_type,
        resulting_user_id,
        strength,
        evidence
    from exposure_signals

)

select * from final
