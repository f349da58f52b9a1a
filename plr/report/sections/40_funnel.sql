-- title: From sign-up to paid
-- page: diagnostic
-- note: Sign-ups of the last twelve months whose time to pay is over, by how they came in; entry models are never blended.
with mature as (
    select *
    from marts.rpt_funnel_cohorts
    where is_mature and unit = 'account'
),

recent as (
    select mature.*
    from mature
    where cohort_month > (select max(cohort_month) from mature) - interval 12 month
)

select
    entry_model as "entry model",
    is_assisted as "assisted",
    sum(signups) as "sign-ups",
    sum(activated) as "activated",
    sum(values_reached) as "reached value",
    sum(pqls) as "PQLs",
    sum(opportunities) as "opportunities",
    sum(paid) as "paid",
    cast(sum(activated) as double) / nullif(sum(signups), 0) as "activated %"
from recent
group by entry_model, is_assisted
order by sum(signups) desc, entry_model, is_assisted
