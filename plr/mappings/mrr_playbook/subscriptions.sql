-- The file has one row per period of one amount. Periods that follow each other without a gap are
-- one subscription, named after its first period; after a gap another one begins.
with periods as (

    select
        *,
        coalesce(start_date = lag(end_date) over customer_periods, false) as is_continued
    from read_csv('{source}/subscription_periods.csv')
    window customer_periods as (partition by customer_id order by start_date)

),

runs as (

    select
        *,
        last_value(case when not is_continued then subscription_id end ignore nulls) over (
            partition by customer_id order by start_date
        ) as run_id
    from periods

)

select
    cast(run_id as varchar) as subscription_id,
    cast(customer_id as varchar) as customer_id,
    'playbook' as product_line,
    max_by(monthly_amount, start_date) || ' a month' as plan,
    'ended' as status,
    min(start_date) as started_on,
    max(end_date) as cancelled_on,
    max(end_date) as ended_on,
    'USD' as currency
from runs
group by run_id, customer_id
