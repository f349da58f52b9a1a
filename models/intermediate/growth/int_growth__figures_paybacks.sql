with quarters as (

    select * from {{ ref('int_growth__acquisition_quarters') }}
    where is_told

),

months as (

    select * from {{ ref('int_growth__months') }}

),

movements as (

    select * from {{ ref('int_revenue__month_sums') }}

),

margins as (

    select * from {{ ref('int_economics__margins') }}

),

last_months as (

    select
        quarter,
        max(month) as last_month
    from months
    group by quarter

),

-- The year that ends with the quarter: what each account pays, and what share of it is lost.
yearly as (

    select
        last_months.quarter,
        sum(
            case
                when
                    movements.month <= last_months.last_month
                    and (
                        movements.next_month is null
                        or movements.next_month > last_months.last_month
                    )
                    then movements.closing_mrr
                else 0
            end
        ) as closing_mrr,
        count(
            case
                when
                    movements.closing_mrr > 0
                    and movements.month <= last_months.last_month
                    and (
                        movements.next_month is null
                        or movements.next_month > last_months.last_month
                    )
                    then 1
            end
        ) as account_count,
        sum(
            case
                when
                    movements.month <= last_months.last_month
                    and movements.month
                    > {{ dbt.dateadd('month', -12, 'last_months.last_month') }}
                    then -movements.churn_mrr
                else 0
            end
        ) as churn_mrr
    from last_months
    cross join movements
    group by last_months.quarter

),

valued as (

    select
        quarters.quarter,
        quarters.new_accounts,
        cast(quarters.sales_and_marketing as double) / nullif(quarters.new_accounts, 0) as cac,
        cast(quarters.new_mrr as double) / nullif(quarters.new_accounts, 0)
            as mrr_per_new_account,
        cast(yearly.closing_mrr as double) / nullif(yearly.account_count, 0)
            as mrr_per_account,
        cast(yearly.churn_mrr as double) / nullif(cast(yearly.closing_mrr as double), 0) / 12
            as monthly_churn,
        margins.gross_margin_share
    from quarters
    inner join last_months on quarters.quarter = last_months.quarter
    inner join yearly on quarters.quarter = yearly.quarter
    left join margins on last_months.last_month = margins.as_of_month

),

final as (

    select
        {{ figure(
            "'M70'", 'quarter', "quarter", "'months of margin to repay the cost of acquisition'",
            'months', value="cac / nullif(mrr_per_new_account * gross_margin_share, 0)",
            reason="case
                when new_accounts = 0 then 'no new paying account'
                when gross_margin_share is null then 'the gross margin of the year is not known'
                end"
        ) }}
    from valued
    union all
    select
        {{ figure(
            "'M70'", 'quarter', "quarter",
            "'lifetime value over cost of acquisition, simple check'", 'ratio',
            value="mrr_per_account * gross_margin_share / nullif(monthly_churn, 0)
                / nullif(cac, 0)",
            reason="case
                when new_accounts = 0 then 'no new paying account'
                when gross_margin_share is null then 'the gross margin of the year is not known'
                when coalesce(monthly_churn, 0) = 0 then 'nothing was lost in the year'
                end"
        ) }}
    from valued

)

select * from final
