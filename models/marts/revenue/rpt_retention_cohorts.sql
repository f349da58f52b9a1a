with month_sums as (

    select * from {{ ref('int_revenue__month_sums') }}

),

months as (

    select * from {{ ref('int_revenue__months') }}

),

accounts as (

    select * from {{ ref('int_revenue__accounts') }}

),

first_months as (

    select
        account_id,
        cast({{ dbt.date_trunc('month', 'first_paid_on') }} as date) as cohort_month
    from accounts

),

account_months as (

    select
        first_months.cohort_month,
        months.month,
        month_sums.closing_mrr
    from first_months
    inner join month_sums on first_months.account_id = month_sums.account_id
    inner join months
        on month_sums.month <= months.month
            and (month_sums.next_month is null or month_sums.next_month > months.month)

),

summed as (

    select
        cohort_month,
        {{ dbt.datediff('cohort_month', 'month', 'month') }} as months_since,
        count(*) as cohort_accounts,
        cast(sum(case when closing_mrr > 0 then 1 else 0 end) as bigint) as paying_accounts,
        cast(sum(closing_mrr) * 12 as decimal(28, 8)) as arr
    from account_months
    group by cohort_month, {{ dbt.datediff('cohort_month', 'month', 'month') }}

),

started as (

    select
        *,
        max(case when months_since = 0 then arr end) over (partition by cohort_month) as first_arr
    from summed

),

final as (

    select
        cohort_month,
        months_since,
        cohort_accounts,
        paying_accounts,
        arr,
        cast(paying_accounts as double) / cast(cohort_accounts as double) as account_share,
        cast(arr as double) / nullif(cast(first_arr as double), 0) as arr_share
    from started

)

select * from final
