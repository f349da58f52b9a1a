{{ config(
    materialized='incremental',
    incremental_strategy=whole_days_strategy(),
    partition_by=whole_days_partition('used_on'),
) }}

with landing_days as (

    select * from {{ ref('stg_product__landing_days') }}

),

product_events as (

    select * from {{ ref('stg_product__product_events') }}
    {%- if is_incremental() %}
    where occurred_on in (select occurred_on from landing_days where is_read)
    {%- endif %}

),

final as (

    select
        workspace_id,
        user_id,
        case when user_id is null then anonymous_id end as anonymous_id,
        event_name,
        product_line,
        count(case when not coalesce(is_bot, false) then 1 end) as event_count,
        count(case when is_bot then 1 end) as bot_count,
        min(case when not coalesce(is_bot, false) then occurred_at end) as first_at,
        occurred_on as used_on
    from product_events
    where workspace_id is not null
    group by
        workspace_id,
        user_id,
        case when user_id is null then anonymous_id end,
        event_name,
        product_line,
        occurred_on

)

select * from final
