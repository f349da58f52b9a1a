with subscriptions as (

    select * from {{ ref('stg_billing__subscriptions') }}

),

invoice_lines as (

    select * from {{ ref('stg_billing__invoice_lines') }}

),

customer_accounts as (

    select * from {{ ref('int_identity__customer_accounts') }}

),

invoice_periods as (

    select * from {{ ref('int_revenue__invoice_periods') }}

),

with_changes as (

    select distinct subscription_id from {{ ref('stg_billing__subscription_changes') }}

),

with_snapshots as (

    select distinct subscription_id from {{ ref('stg_billing__subscription_snapshots') }}

),

-- What is paid ends with the last period that was invoiced.
paid_periods as (

    select
        subscription_id,
        max(ends_before_on) as paid_until_on
    from invoice_periods
    group by subscription_id

),

stated as (

    select
        subscriptions.subscription_id,
        subscriptions.customer_id,
        subscriptions.product_line,
        subscriptions.currency,
        subscriptions.cancelled_on,
        subscriptions.ended_on,
        subscriptions.replaces_subscription_id,
        case
            when with_changes.subscription_id is not null then 'changes'
            when with_snapshots.subscription_id is not null then 'snapshots'
            else 'invoices'
        end as history_source
    from subscriptions
    left join with_changes on subscriptions.subscription_id = with_changes.subscription_id
    left join with_snapshots on subscriptions.subscription_id = with_snapshots.subscription_id

),

-- Recurring lines without a subscription make one subscription per customer and line.
invoiced as (

    select
        concat_ws('', 'inv_', customer_id, '_', coalesce(product_line, 'none')) as subscription_id,
        customer_id,
        coalesce(product_line, 'none') as product_line,
        min(currency) as currency
    from invoice_lines
    where line_type = 'recurring' and subscription_id is null
    group by customer_id, coalesce(product_line, 'none')

),

combined as (

    select
        subscription_id,
        customer_id,
        product_line,
        currency,
        cancelled_on,
        ended_on,
        replaces_subscription_id,
        history_source
    from stated
    union all
    select
        subscription_id,
        customer_id,
        product_line,
        currency,
        cast(null as date) as cancelled_on,
        cast(null as date) as ended_on,
        cast(null as varchar) as replaces_subscription_id,
        'invoices' as history_source
    from invoiced

),

final as (

    select
        combined.subscription_id,
        customer_accounts.account_id,
        combined.product_line,
        combined.currency,
        combined.history_source,
        combined.replaces_subscription_id,
        combined.cancelled_on,
        case
            when combined.ended_on is not null or combined.history_source <> 'invoices'
                then combined.ended_on
            when combined.cancelled_on > paid_periods.paid_until_on then combined.cancelled_on
            else paid_periods.paid_until_on
        end as ended_on
    from combined
    inner join customer_accounts on combined.customer_id = customer_accounts.customer_id
    left join paid_periods on combined.subscription_id = paid_periods.subscription_id

)

select * from final
