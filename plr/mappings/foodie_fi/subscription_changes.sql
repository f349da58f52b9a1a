-- Every row of the file is a change: the trial starts at a price of zero, a plan replaces the one
-- before it, and the plan "churn" is a cancellation.
select
    subscriptions.customer_id || ':' || subscriptions.start_date as change_id,
    cast(subscriptions.customer_id as varchar) as subscription_id,
    case plans.plan_name when 'trial' then 'start' when 'churn' then 'cancel' else 'plan' end
        as change_type,
    subscriptions.start_date as effective_on,
    nullif(plans.plan_name, 'churn') as plan_after,
    case plans.plan_name when 'churn' then 0 else 1 end as quantity_after,
    coalesce(plans.price, 0) as unit_price_after,
    case when plans.plan_name like '%annual' then 'year' else 'month' end as billing_interval,
    case plans.plan_name when 'trial' then 'trial' end as reason_code
from read_csv('{source}/subscriptions.csv') as subscriptions
inner join read_csv('{source}/plans.csv') as plans
    on subscriptions.plan_id = plans.plan_id
