{{ config(group="warehouse") }}

-- What it is: opening MRR plus the seven kinds of movement is closing MRR, closing is the opening of
-- the next month, and no month is missing between an account's first paid month and today's.
-- When it matters: every chart of net new revenue; a gap or a cent here is revenue nobody can explain.
-- How to fix: look the account and month up in fct_mrr_movements and int_revenue__change_pieces; the
-- first month that fails holds the row that was counted twice or not at all.

with months as (

    select * from {{ ref('fct_account_mrr_months') }}

),

last_months as (

    select max(month) as last_month from {{ ref('int_revenue__months') }}

),

sequenced as (

    select
        months.*,
        last_months.last_month,
        lag(month) over (partition by account_id order by month asc nulls last) as month_before,
        lag(closing_mrr) over (partition by account_id order by month asc nulls last)
            as closing_before,
        lead(month) over (partition by account_id order by month asc nulls last) as month_after
    from months
    cross join last_months

)

select
    account_id,
    month
from sequenced
where opening_mrr + new_mrr + expansion_mrr + price_mrr + contraction_mrr + churn_mrr
    + reactivation_mrr + fx_mrr <> closing_mrr
    or opening_mrr <> coalesce(closing_before, 0)
    or (month_before is null and new_mrr <= 0)
    or {{ dbt.datediff('month_before', 'month', 'month') }} <> 1
    or (month_after is null and month <> last_month)
    or closing_mrr < 0
