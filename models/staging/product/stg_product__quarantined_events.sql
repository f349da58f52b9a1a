{{ config(
    materialized='incremental',
    incremental_strategy=whole_days_strategy(),
    partition_by=whole_days_partition('landed_on'),
) }}
{%- set columns = ['event_id', 'occurred_at', 'received_at', 'user_id', 'anonymous_id',
    'workspace_id', 'session_id', 'event_name', 'product_line', 'quantity', 'is_bot'] %}
with landing_days as (select * from {{ ref('stg_product__landing_days') }}),

arrived_events as (

    select * from {{ ref('stg_product__arrived_events') }}
    where quarantine_reason is not null
    {%- if is_incremental() %}
        and landed_on in (select landed_on from landing_days where is_read)
    {%- endif %}

),

final as (

    select
        workspace_id,
        quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload,
        landed_on
    from arrived_events

)

select * from final
