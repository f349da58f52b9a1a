{{ config(group="warehouse") }}

-- What it is: the row-by-row differences of each NRR dialect add up to what separates it from the
-- headline, the headline is rpt_retention's, and the compounded reading is the product of its months.
-- When it matters: the same book is quoted under several definitions, and every dollar between two of
-- them must have an account and a reason.
-- How to fix: sum rpt_nrr_dialect_differences by component for the month and compare with
-- int_revenue__nrr_components; a dialect without all components in the seed is the usual fault.

with dialects as (

    select * from {{ ref('rpt_nrr_dialects') }}

),

differences as (

    select * from {{ ref('rpt_nrr_dialect_differences') }}

),

retention as (

    select * from {{ ref('rpt_retention') }}

),

months as (

    select * from {{ ref('fct_account_mrr_months') }}

),

sums as (

    select
        month,
        dialect,
        sum(arr_difference) as arr_difference
    from differences
    group by month, dialect

),

monthly_rates as (

    select
        month,
        ln(greatest(cast(sum(closing_mrr) as double) / cast(sum(opening_mrr) as double), 1e-30))
            as log_rate
    from months
    where opening_mrr > 0
    group by month

),

products as (

    select
        dialects.month,
        exp(sum(monthly_rates.log_rate)) as nrr
    from dialects
    inner join monthly_rates
        on dialects.month >= monthly_rates.month
        and monthly_rates.month > {{ dbt.dateadd('month', -12, 'dialects.month') }}
    where dialects.dialect = 'monthly_compounded'
    group by dialects.month

)

select
    dialects.month,
    dialects.dialect
from dialects
left join sums on dialects.month = sums.month and dialects.dialect = sums.dialect
left join retention on dialects.month = retention.month and retention.segment = 'all'
left join products
    on dialects.month = products.month and dialects.dialect = 'monthly_compounded'
where dialects.arr_difference <> coalesce(sums.arr_difference, 0)
    or dialects.counted_arr - dialects.arr_difference <> coalesce(retention.closing_arr, -1)
    or abs(dialects.nrr - coalesce(products.nrr, dialects.nrr)) > 0.000001
    or abs(dialects.nrr - dialects.difference_to_headline - retention.nrr) > 0.000001
