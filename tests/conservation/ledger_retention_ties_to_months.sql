{{ config(group="warehouse") }}

-- What it is: opening and closing ARR of the retention cohort are those of fct_account_mrr_months, the
-- components of the NRR bridge add up to what lies between, and segments add up to the company.
-- When it matters: a retention rate that does not tie to the ledger cannot be defended.
-- How to fix: take the first month that fails and list int_revenue__retention_accounts beside the
-- months; for the bridge, int_revenue__retention_movements of the same accounts.

with months as (

    select * from {{ ref('fct_account_mrr_months') }}

),

retention as (

    select * from {{ ref('rpt_retention') }}

),

bridge as (

    select * from {{ ref('rpt_nrr_bridge') }}

),

cohorts as (

    select
        closings.month,
        sum(openings.closing_mrr) * 12 as opening_arr,
        sum(closings.closing_mrr) * 12 as closing_arr
    from months as closings
    inner join months as openings
        on closings.account_id = openings.account_id
        and openings.month = {{ dbt.dateadd('month', -12, 'closings.month') }}
    where openings.closing_mrr > 0
    group by closings.month

),

bridge_sums as (

    select
        month,
        segment,
        sum(arr) as arr
    from bridge
    group by month, segment

),

segment_sums as (

    select
        month,
        sum(case when segment = 'all' then opening_arr else -opening_arr end) as opening_gap,
        sum(case when segment = 'all' then closing_arr else -closing_arr end) as closing_gap
    from retention
    group by month

)

select
    coalesce(cohorts.month, retention.month) as month,
    'months' as law
from cohorts
full outer join (select * from retention where segment = 'all') as retention
    on cohorts.month = retention.month
where coalesce(cohorts.opening_arr, 0) <> coalesce(retention.opening_arr, 0)
    or coalesce(cohorts.closing_arr, 0) <> coalesce(retention.closing_arr, 0)
union all
select
    retention.month,
    'bridge' as law
from retention
left join bridge_sums
    on retention.month = bridge_sums.month and retention.segment = bridge_sums.segment
where retention.closing_arr - retention.opening_arr <> coalesce(bridge_sums.arr, 0)
union all
select
    month,
    'segments' as law
from segment_sums
where opening_gap <> 0 or closing_gap <> 0
