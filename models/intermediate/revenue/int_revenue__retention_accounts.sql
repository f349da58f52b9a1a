with month_sums as (

    select * from {{ ref('int_revenue__month_sums') }}

),

months as (

    select * from {{ ref('int_revenue__months') }}

),

accounts as (

    select * from {{ ref('int_revenue__accounts') }}

),

years as (

    select
        month,
        cast({{ dbt.dateadd('month', -12, 'month') }} as date) as opening_month
    from months

),

openings as (

    select
        years.month,
        month_sums.account_id,
        month_sums.closing_mrr as opening_mrr,
        cast(0 as decimal(28, 8)) as closing_mrr
    from years
    inner join month_sums
        on years.opening_month >= month_sums.month
            and (month_sums.next_month is null or years.opening_month < month_sums.next_month)
    where month_sums.closing_mrr > 0

),

closings as (

    select
        years.month,
        month_sums.account_id,
        cast(0 as decimal(28, 8)) as opening_mrr,
        month_sums.closing_mrr
    from years
    inner join month_sums
        on years.month >= month_sums.month
            and (month_sums.next_month is null or years.month < month_sums.next_month)
    where month_sums.closing_mrr > 0

),

both_ends as (

    select
        month,
        account_id,
        opening_mrr,
        closing_mrr
    from openings
    union all
    select
        month,
        account_id,
        opening_mrr,
        closing_mrr
    from closings

),

summed as (

    select
        month,
        account_id,
        cast(sum(opening_mrr) * 12 as decimal(28, 8)) as opening_arr,
        cast(sum(closing_mrr) * 12 as decimal(28, 8)) as closing_arr
    from both_ends
    group by month, account_id

),

final as (

    select
        summed.month,
        summed.account_id,
        summed.opening_arr > 0 as is_in_cohort,
        accounts.first_paid_on < {{ dbt.dateadd('month', -11, 'summed.month') }} as has_paid_before,
        summed.opening_arr,
        summed.closing_arr
    from summed
    inner join accounts on summed.account_id = accounts.account_id

)

select * from final
