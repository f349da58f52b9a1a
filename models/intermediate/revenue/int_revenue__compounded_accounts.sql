{{ config(materialized='view') }}

with month_sums as (

    select * from {{ ref('int_revenue__month_sums') }}

),

months as (

    select * from {{ ref('int_revenue__months') }}

),

retention_accounts as (

    select * from {{ ref('int_revenue__retention_accounts') }}

),

account_months as (

    select
        month_sums.account_id,
        months.month,
        month_sums.closing_mrr - case when months.month = month_sums.month
                then month_sums.mrr_delta
            else 0
        end as opening_mrr,
        month_sums.closing_mrr
    from month_sums
    inner join months
        on month_sums.month <= months.month
            and (month_sums.next_month is null or month_sums.next_month > months.month)

),

-- Each month's own cohort: who paid at its start.
monthly_rates as (

    select
        month,
        cast(sum(opening_mrr) as double) as opening_mrr,
        cast(sum(closing_mrr) as double) / cast(sum(opening_mrr) as double) as rate
    from account_months
    where opening_mrr > 0
    group by month

),

-- The product of the rates so far; a month that lost everybody leaves next to nothing.
chained as (

    select
        month,
        opening_mrr,
        sum(ln(greatest(rate, 1e-30))) over (
            order by month asc nulls last rows between unbounded preceding and current row
        ) - ln(greatest(rate, 1e-30)) as log_before
    from monthly_rates

),

openings as (

    select
        retention_accounts.month,
        chained.log_before as log_start,
        cast(sum(retention_accounts.opening_arr) as double) as opening_arr
    from retention_accounts
    inner join chained
        on {{ dbt.dateadd('month', -11, 'retention_accounts.month') }} = chained.month
    where retention_accounts.is_in_cohort
    group by retention_accounts.month, chained.log_before

),

-- What a dollar at the start of a month within the window stands for in dollars of the opening ARR.
weights as (

    select
        openings.month,
        chained.month as moved_month,
        openings.opening_arr * exp(chained.log_before - openings.log_start) / chained.opening_mrr
            as weight
    from openings
    inner join chained
        on openings.month >= chained.month
            and chained.month >= {{ dbt.dateadd('month', -11, 'openings.month') }}

),

final as (

    select
        weights.month,
        account_months.account_id,
        cast(sum(
            weights.weight
            * cast(account_months.closing_mrr - account_months.opening_mrr as double)
        ) as decimal(28, 8)) as compounded_arr
    from weights
    inner join account_months on weights.moved_month = account_months.month
    where account_months.opening_mrr > 0
        and account_months.closing_mrr <> account_months.opening_mrr
    group by weights.month, account_months.account_id

)

select * from final
