with time_claims as (

    select * from {{ ref('int_economics__time_claims') }}

),

infra_costs as (

    select * from {{ ref('stg_finance__infra_costs') }}
    where workspace_id is not null

),

event_days as (

    select * from {{ ref('int_product__event_days') }}

),

payments as (

    select * from {{ ref('stg_billing__payments') }}
    where paid_on is not null

),

invoice_lines as (

    select * from {{ ref('stg_billing__invoice_lines') }}

),

exchange_rates as (

    select * from {{ ref('int_revenue__exchange_rates') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

customer_accounts as (

    select * from {{ ref('int_identity__customer_accounts') }}

),

tagged as (

    select
        infra_costs.month,
        workspace_accounts.account_id,
        cast(sum(infra_costs.amount) as decimal(28, 8)) as amount
    from infra_costs
    left join workspace_accounts on infra_costs.workspace_id = workspace_accounts.workspace_id
    group by infra_costs.month, workspace_accounts.account_id

),

used as (

    select
        cast({{ dbt.date_trunc('month', 'used_on') }} as date) as month,
        account_id,
        cast(sum(event_count) as decimal(28, 8)) as weight
    from event_days
    group by cast({{ dbt.date_trunc('month', 'used_on') }} as date), account_id

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

paid as (

    select
        cast({{ dbt.date_trunc('month', 'payments.paid_on') }} as date) as month,
        customer_accounts.account_id,
        cast(sum(greatest(invoices.amount, 0)) as decimal(28, 8)) as weight
    from payments
    inner join invoices on payments.invoice_id = invoices.invoice_id
    left join customer_accounts on payments.customer_id = customer_accounts.customer_id
    group by
        cast({{ dbt.date_trunc('month', 'payments.paid_on') }} as date),
        customer_accounts.account_id

),

shared_lines as (

    select 'hosting' as cost_line
    union all
    select 'third_party' as cost_line

),

final as (

    select
        month,
        cost_line,
        account_id,
        is_billed,
        direct_amount,
        weight
    from time_claims
    union all
    select
        month,
        'hosting' as cost_line,
        account_id,
        false as is_billed,
        amount as direct_amount,
        cast(0 as decimal(28, 8)) as weight
    from tagged
    union all
    select
        used.month,
        shared_lines.cost_line,
        used.account_id,
        false as is_billed,
        cast(0 as decimal(28, 8)) as direct_amount,
        used.weight
    from used
    cross join shared_lines
    union all
    select
        month,
        'payments' as cost_line,
        account_id,
        false as is_billed,
        cast(0 as decimal(28, 8)) as direct_amount,
        weight
    from paid

)

select * from final
