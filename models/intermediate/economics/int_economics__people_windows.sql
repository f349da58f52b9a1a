with revenue_months as (

    select * from {{ ref('int_economics__revenue_months') }}

),

headcount_months as (

    select * from {{ ref('int_economics__headcount_months') }}

),

months as (

    select
        headcount_months.month,
        headcount_months.fte,
        revenue_months.recurring_revenue + revenue_months.other_revenue as revenue
    from headcount_months
    left join revenue_months on headcount_months.month = revenue_months.month

),

-- Every month beside the two years that end in it.
pairs as (

    select
        months.month,
        months.fte as fte_now,
        earlier.fte,
        earlier.revenue,
        {{ dbt.datediff('earlier.month', 'months.month', 'month') }} as months_back
    from months
    inner join months as earlier on earlier.month <= months.month

),

sums as (

    select
        month,
        fte_now,
        sum(case when months_back < 12 then fte end) as fte_sum,
        count(case when months_back < 12 then fte end) as fte_months,
        max(case when months_back = 12 then fte end) as fte_year_ago,
        sum(case when months_back < 12 then revenue end) as revenue,
        count(case when months_back < 12 then revenue end) as revenue_months,
        sum(case when months_back >= 12 then revenue end) as revenue_prior,
        count(case when months_back >= 12 then revenue end) as revenue_prior_months
    from pairs
    where months_back < 24
    group by month, fte_now

),

-- A window with a missing month is unknown, never a shorter window.
final as (

    select
        month,
        fte_now as fte,
        fte_year_ago,
        case when fte_months = 12 then cast(fte_sum as double) / 12 end as fte_mean_ttm,
        cast(case when revenue_months = 12 then revenue end as decimal(28, 8)) as revenue_ttm,
        cast(case when revenue_prior_months = 12 then revenue_prior end as decimal(28, 8))
            as revenue_ttm_prior
    from sums

)

select * from final
