with cost_rows as (

    select * from {{ ref('stg_finance__gl_months') }}

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

-- A row in a currency without a rate stays, without an amount.
converted as (

    select
        cost_rows.month,
        cost_rows.cost_line,
        cast(cost_rows.amount * exchange_rates.rate as decimal(28, 8)) as amount
    from cost_rows
    cross join parameters
    cross join as_of
    left join exchange_rates
        on coalesce(cost_rows.currency, parameters.reporting_currency) = exchange_rates.currency
            and cost_rows.month >= exchange_rates.valid_from
            and cost_rows.month < exchange_rates.valid_until
    where
        {{ dbt.dateadd('day', -1, dbt.dateadd('month', 1, 'cost_rows.month')) }}
        <= as_of.as_of_on

),

final as (

    select
        month,
        cost_line,
        cost_line in (
            'hosting', 'third_party', 'support', 'success', 'professional_services', 'onboarding',
            'payments'
        ) as is_cost_of_revenue,
        cast(case when count(amount) = count(*) then sum(amount) end as decimal(28, 8)) as amount
    from converted
    group by month, cost_line

)

select * from final
