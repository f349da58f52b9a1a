-- depends_on: {{ ref('stg_product__landing_days') }}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
) }}

with product_events as (

    select * from {{ ref('stg_product__product_events') }}
    {%- if is_incremental() %}
    where occurred_on >= {{ first_day([first_restated_day(), "select min(wanted.value_on) as day from "
        ~ ref('int_product__deciding_days') ~ " as wanted left join " ~ this ~ " as known"
        ~ " on wanted.workspace_id = known.workspace_id and wanted.value_on = known.value_on"
        ~ " where known.event_id is null"]) }}
    {%- endif %}

),

deciding_days as (

    select * from {{ ref('int_product__deciding_days') }}

),

-- Days that are already here, and whose events are as they were, are not looked up again.
wanted as (

    select
        deciding_days.workspace_id,
        deciding_days.value_on
    from deciding_days
    {%- if is_incremental() %}
    where
        not exists (
            select 1 from {{ this }} as known
            where
                known.workspace_id = deciding_days.workspace_id
                and known.value_on = deciding_days.value_on
        )
    {%- endif %}
    group by deciding_days.workspace_id, deciding_days.value_on

),

final as (

    select
        product_events.event_id,
        product_events.workspace_id,
        product_events.user_id,
        product_events.event_name,
        product_events.occurred_at,
        product_events.occurred_on as value_on
    from product_events
    inner join wanted
        on
            product_events.occurred_on = wanted.value_on
            and product_events.workspace_id = wanted.workspace_id
    where not coalesce(product_events.is_bot, false)

)

select * from final
