-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_crm__opportunities') }}

),

final as (

    select
        opportunity_id,
        crm_account_id,
        product_line,
        opportunity_type,
        created_at,
        created_by,
        created_by_id,
        owner_id,
        trigger_signal_id,
        source,
        amount,
        currency,
        stage,
        closed_on,
        is_won,
        order_id
    from base
    where quarantine_reason is null

)

select * from final
