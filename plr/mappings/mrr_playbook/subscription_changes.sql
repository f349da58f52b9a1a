-- A period starts a subscription or changes its plan: amounts are all that the file knows, so that
-- another amount is another plan. Each end is stated, so that a gap is a churn and not a late
-- signature, and what comes after it a reactivation.
with periods as (

    select
        *,
        coalesce(start_date = lag(end_date) over customer_periods, false) as is_continued,
        coalesce(end_date = lead(start_date) over customer_periods, false) as is_followed
    from read_csv('{source}/subscription_periods.csv')
    window customer_periods as (partition by customer_id order by start_date)

),

runs as (

    select
        *,
        cast(
            last_value(case when not is_continued then subscription_id end ignore nulls) over (
                partition by customer_id order by start_date
            ) as varchar
        ) as run_id
    from periods

)

select
    subscription_id || ':start' as change_id,
    run_id as subscription_id,
    case when is_continued then 'plan' else 'start' end as change_type,
    start_date as effective_on,
    monthly_amount || ' a month' as plan_after,
    1 as quantity_after,
    monthly_amount as unit_price_after,
    'month' as billing_interval
from runs
union all
select
    subscription_id || ':end' as change_id,
    run_id as subscription_id,
    'cancel' as change_type,
    end_date as effective_on,
    null as plan_after,
    0 as quantity_after,
    0 as unit_price_after,
    'month' as billing_interval
from runs
where not is_followed
