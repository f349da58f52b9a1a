with revenue_rows as (

    select * from {{ ref('stg_finance__revenue_months') }}

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

-- Complete months alone: a month that has not ended has no revenue yet.
converted as (

    select
        revenue_rows.month,
        revenue_rows.customer_id is null as is_control_total,
        cast(revenue_rows.recurring_revenue * exchange_rates.rate as decimal(28, 8))
            as recurring_revenue,
        cast(coalesce(revenue_rows.other_revenue, 0) * exchange_rates.rate as decimal(28, 8))
            as other_revenue
    from revenue_rows
    cross join parameters
    cross join as_of
    inner join exchange_rates
        on coalesce(revenue_rows.currency, parameters.reporting_currency) = exchange_rates.currency
            and revenue_rows.month >= exchange_rates.valid_from
            and revenue_rows.month < exchange_rates.valid_until
    where
        {{ dbt.dateadd('day', -1, dbt.dateadd('month', 1, 'revenue_rows.month')) }}
        <= as_of.as_of_on

),

-- The control total is the figure of the ledger; customer rows serve where it is missing.
totals as (

    select
        month,
        max(case when is_control_total then 1 else 0 end) as has_control_total,
        sum(case when is_control_total then recurring_revenue end) as control_recurring,
        sum(case when is_control_total then other_revenue end) as control_other,
        sum(case when not is_control_total then recurring_revenue end) as customers_recurring,
        sum(case when not is_control_total then other_revenue end) as customers_other
    from converted
    group by month

),

final as (

    select
        month,
        has_control_total = 1 as is_control_total,
        cast(
            case when has_control_total = 1 then control_recurring else customers_recurring end
            as decimal(28, 8)
        ) as recurring_revenue,
        cast(
            case when has_control_total = 1 then control_other else customers_other end
            as decimal(28, 8)
        ) as other_revenue
    from totals

)

select * from final
