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

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

policies as (

    select * from {{ ref('int_config__policies') }}

),

overages as (

    select
        customer_accounts.account_id,
        coalesce(invoice_lines.product_line, subscriptions.product_line, 'none') as product_line,
        cast({{ dbt.date_trunc('month', 'invoice_lines.period_starts_on') }} as date) as month,
        cast(
            sum(cast(cast(invoice_lines.amount as decimal(23, 10)) * rates.rate as decimal(28, 8)))
            as decimal(28, 8)
        ) as overage
    from invoice_lines
    inner join customer_accounts on invoice_lines.customer_id = customer_accounts.customer_id
    inner join policies on policies.metered_usage = 'trailing'
    left join subscriptions on invoice_lines.subscription_id = subscriptions.subscription_id
    inner join rates
        on invoice_lines.currency = rates.currency
            and invoice_lines.period_starts_on >= rates.valid_from
            and invoice_lines.period_starts_on < rates.valid_until
    where invoice_lines.line_type = 'overage'
    group by
        customer_accounts.account_id,
        coalesce(invoice_lines.product_line, subscriptions.product_line, 'none'),
        cast({{ dbt.date_trunc('month', 'invoice_lines.period_starts_on') }} as date)

),

-- A month's overage enters the trailing sum at its end and leaves it a window later.
steps as (

    select
        account_id,
        product_line,
        {{ dbt.last_day('month', 'month') }} as stands_on,
        overage
    from overages
    union all
    select
        overages.account_id,
        overages.product_line,
        {{ dbt.last_day(
            dbt.dateadd('month', 'parameters.usage_trailing_months', 'overages.month'), 'month'
        ) }} as stands_on,
        -overages.overage as overage
    from overages
    cross join parameters

),

final as (

    select
        account_id,
        product_line,
        stands_on,
        cast(sum(overage) as decimal(28, 8)) as overage_step
    from steps
    group by account_id, product_line, stands_on

)

select * from final
