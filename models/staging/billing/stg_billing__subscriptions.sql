-- Written from the input contract by `make contract`; edit the contract, not this file.
with base as (

    select * from {{ ref('base_billing__subscriptions') }}

),

final as (

    select
        subscription_id,
        customer_id,
        product_line,
        plan,
        status,
        started_on,
        term_starts_on,
        term_ends_on,
        auto_renews,
        cancelled_on,
        ended_on,
        currency,
        replaces_subscription_id
    from base
    where quarantine_reason is null

)

select * from final
