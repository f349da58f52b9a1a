-- Each period starts and is cancelled: the end is stated, so a gap is a churn and what follows it a
-- reactivation. Where the next period starts on the day the last one ends, only the difference moves.
with periods as (

    select
        cast(subscription_id as varchar) as subscription_id,
        start_date,
        end_date,
        monthly_amount
    from read_csv('{source}/subscription_periods.csv')

)

select
    subscription_id || ':start' as change_id,
    subscription_id,
    'start' as change_type,
    start_date as effective_on,
    'monthly' as plan_after,
    1 as quantity_after,
    monthly_amount as unit_price_after,
    'month' as billing_interval
from periods
union all
select
    subscription_id || ':cancel' as change_id,
    subscription_id,
    'cancel' as change_type,
    end_date as effective_on,
    'monthly' as plan_after,
    0 as quantity_after,
    0 as unit_price_after,
    'month' as billing_interval
from periods
