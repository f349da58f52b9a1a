{{ config(materialized='view') }}

with invoice_lines as (

    select * from {{ ref('stg_billing__invoice_lines') }}

),

subscriptions as (

    select * from {{ ref('int_revenue__subscriptions') }}

),

customer_accounts as (

    select * from {{ ref('int_identity__customer_accounts') }}

),

rates as (

    select * from {{ ref('int_revenue__exchange_rates') }}

),

policies as (

    select * from {{ ref('int_config__policies') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

overages as (

    select
        invoice_lines.invoice_line_id,
        invoice_lines.customer_id,
        invoice_lines.amount,
        invoice_lines.currency,
        invoice_lines.period_starts_on,
        coalesce(invoice_lines.product_line, subscriptions.product_line, 'none') as product_line,
        cast({{ dbt.date_trunc('month', 'invoice_lines.period_starts_on') }} as date) as month,
        {{ dbt.last_day('invoice_lines.period_starts_on', 'month') }} as counts_on
    from invoice_lines
    left join subscriptions on invoice_lines.subscription_id = subscriptions.subscription_id
    where invoice_lines.line_type = 'overage'

),

final as (

    select
        overages.invoice_line_id,
        customer_accounts.account_id,
        overages.product_line,
        overages.month,
        overages.counts_on,
        cast(cast(overages.amount as decimal(23, 10)) * rates.rate as decimal(28, 8)) as overage,
        case
            when policies.metered_usage <> 'trailing' then 'metered_usage_excluded'
            when customer_accounts.account_id is null then 'no_customer'
            when rates.rate is null then 'no_fx_rate'
            when overages.counts_on > as_of.as_of_on then 'month_not_over'
        end as exclusion_reason
    from overages
    left join customer_accounts on overages.customer_id = customer_accounts.customer_id
    left join rates
        on overages.currency = rates.currency
            and overages.period_starts_on >= rates.valid_from
            and overages.period_starts_on < rates.valid_until
    cross join policies
    cross join as_of

)

select * from final
