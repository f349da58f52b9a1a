-- How much of each starting quarter's ARR is left, by months since its first payment?
with cohorts as (

    select * from {{ ref('rpt_retention_cohorts') }}

)

select
    cast({{ dbt.date_trunc('quarter', 'cohort_month') }} as date) as cohort_quarter,
    months_since,
    sum(arr) as arr,
    sum(paying_accounts) as paying_accounts
from cohorts
where months_since in (0, 3, 6, 12, 18, 24, 30)
group by cast({{ dbt.date_trunc('quarter', 'cohort_month') }} as date), months_since
order by cohort_quarter nulls last, months_since nulls last
