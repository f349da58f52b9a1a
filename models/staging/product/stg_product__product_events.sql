-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('stg_product__arrived_events') }}

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
        is_bot,
        landed_on,
        occurred_on
    from base
    where quarantine_reason is null

)

select * from final
