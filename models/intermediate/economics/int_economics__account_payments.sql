with payments as (

    select * from {{ ref('stg_billing__payments') }}
    where paid_on is not null

),

invoice_lines as (

    select * from {{ ref('stg_billing__invoice_lines') }}

),

exchange_rates as (

    select * from {{ ref('int_revenue__exchange_rates') }}

),

customer_accounts as (

    select * from {{ ref('int_identity__customer_accounts') }}

),

invoices as (

    select
        invoice_lines.invoice_id,
        sum(invoice_lines.amount * exchange_rates.rate) as amount
    from invoice_lines
    inner join exchange_rates
        on invoice_lines.currency = exchange_rates.currency
            and invoice_lines.period_starts_on >= exchange_rates.valid_from
            and invoice_lines.period_starts_on < exchange_rates.valid_until
    group by invoice_lines.invoice_id

),

final as (

    select
        cast({{ dbt.date_trunc('month', 'payments.paid_on') }} as date) as month,
        customer_accounts.account_id,
        cast(sum(greatest(invoices.amount, 0)) as decimal(28, 8)) as paid_amount
    from payments
    inner join invoices on payments.invoice_id = invoices.invoice_id
    left join customer_accounts on payments.customer_id = customer_accounts.customer_id
    group by
        cast({{ dbt.date_trunc('month', 'payments.paid_on') }} as date),
        customer_accounts.account_id

)

select * from final
