with revenue_rows as (

    select * from {{ ref('stg_finance__revenue_months') }}
    where customer_id is not null

),

customer_accounts as (

    select * from {{ ref('int_identity__customer_accounts') }}

),

exchange_rates as (

    select * from {{ ref('int_revenue__exchange_rates') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

final as (

    select
        revenue_rows.month,
        customer_accounts.account_id,
        cast(
            sum(cast(revenue_rows.recurring_revenue * exchange_rates.rate as decimal(28, 8)))
            as decimal(28, 8)
        ) as recurring_revenue
    from revenue_rows
    cross join parameters
    cross join as_of
    inner join exchange_rates
        on coalesce(revenue_rows.currency, parameters.reporting_currency) = exchange_rates.currency
            and revenue_rows.month >= exchange_rates.valid_from
            and revenue_rows.month < exchange_rates.valid_until
    inner join customer_accounts on revenue_rows.customer_id = customer_accounts.customer_id
    where
        {{ dbt.dateadd('day', -1, dbt.dateadd('month', 1, 'revenue_rows.month')) }}
        <= as_of.as_of_on
        and customer_accounts.account_id is not null
    group by revenue_rows.month, customer_accounts.account_id

)

select * from final
