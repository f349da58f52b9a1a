-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_product__product_signals') }}

),

final as (

    select
        signal_id,
        signalled_at,
        delivered_at,
        workspace_id,
        crm_account_id,
        product_line,
        signal_type,
        score,
        delivered_to,
        auto_opened_motion
    from base
    where quarantine_reason is null

)

select * from final
