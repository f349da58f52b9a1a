with rates as (

    select * from {{ ref('stg_finance__fx_rates') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- The first day of the fiscal year that the as-of date lies in.
fiscal_years as (

    select
        parameters.reporting_currency,
        parameters.fx_basis,
        cast({{ dbt.dateadd(
            'month',
            '-mod(extract(month from as_of.as_of_on) - parameters.fiscal_year_start_month + 12, 12)',
            dbt.date_trunc('month', 'as_of.as_of_on')
        ) }} as date) as fiscal_year_starts_on
    from as_of
    cross join parameters

),

foreign_rates as (

    select
        rates.currency,
        rates.rate_date,
        rates.rate,
        fiscal_years.fx_basis,
        rates.rate_date < fiscal_years.fiscal_year_starts_on as is_before_year,
        abs({{ dbt.datediff('rates.rate_date', 'fiscal_years.fiscal_year_starts_on', 'day') }})
            as days_from_year,
        cast({{ dbt.dateadd('month', 1, dbt.date_trunc('month', 'rates.rate_date')) }} as date)
            as next_month
    from rates
    inner join fiscal_years on rates.currency <> fiscal_years.reporting_currency
    where rates.rate > 0

),

-- plan_rate: the last rate before the fiscal year, else the earliest there is.
plan_rates as (

    select
        currency,
        rate,
        row_number() over (
            partition by currency
            order by
                case when is_before_year then 0 else 1 end asc nulls last,
                days_from_year asc nulls last,
                rate asc nulls last
        ) as preference
    from foreign_rates
    where fx_basis = 'plan_rate'

),

-- month_end: the last rate of a month holds for the month after it.
month_rates as (

    select
        currency,
        next_month,
        rate,
        row_number() over (
            partition by currency, next_month
            order by rate_date desc nulls last, rate asc nulls last
        ) as preference
    from foreign_rates
    where fx_basis = 'month_end'

),

month_spans as (

    select
        currency,
        rate,
        lag(next_month) over (partition by currency order by next_month asc nulls last)
            as earlier_month,
        next_month,
        lead(next_month) over (partition by currency order by next_month asc nulls last)
            as later_month
    from month_rates
    where preference = 1

),

final as (

    select
        reporting_currency as currency,
        cast('0001-01-01' as date) as valid_from,
        cast('9999-12-31' as date) as valid_until,
        cast(1 as decimal(14, 10)) as rate
    from fiscal_years
    union all
    select
        currency,
        cast('0001-01-01' as date) as valid_from,
        cast('9999-12-31' as date) as valid_until,
        cast(rate as decimal(14, 10)) as rate
    from plan_rates
    where preference = 1
    union all
    select
        currency,
        case when earlier_month is null then cast('0001-01-01' as date) else next_month end
            as valid_from,
        coalesce(later_month, cast('9999-12-31' as date)) as valid_until,
        cast(rate as decimal(14, 10)) as rate
    from month_spans

)

select * from final
