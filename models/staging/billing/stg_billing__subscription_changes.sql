-- Written from the input contract by `make contract`; edit the contract, not this file.
{{ config(materialized='table') }}

with base as (

    select * from {{ ref('base_billing__subscription_changes') }}

),

final as (

    select
        change_id,
        order_id,
        subscription_id,
        change_type,
        ordered_at,
        effective_on,
        plan_before,
        plan_after,
        quantity_before,
        quantity_after,
        unit_price_before,
        unit_price_after,
        billing_interval,
        billing_interval_count,
        list_price,
        discount_pct,
        mrr_before,
        mrr_after,
        order_channel,
        agreed_in_order_id,
        term_starts_on,
        term_ends_on,
        reason_code
    from base
    where quarantine_reason is null

)

select * from final
