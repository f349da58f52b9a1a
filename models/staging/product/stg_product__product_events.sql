-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

with base as (

    select * from {{ ref('base_product__product_events') }}

),

final as (

    select
        event_id,
        occurred_at,
        received_at,
        user_id,
        anonymous_id,
        workspace_id,
        session_id,
        event_name,
        product_line,
        quantity,
        is_bot
    from base
    where quarantine_reason is null

)

select * from final
