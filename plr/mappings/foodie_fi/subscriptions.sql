-- One subscription per customer, that moves from plan to plan; the plan "churn" is its end.
with moves as (

    select
        subscriptions.customer_id,
        plans.plan_name,
        subscriptions.start_date,
        plans.plan_name = 'churn' as is_end
    from read_csv('{source}/subscriptions.csv') as subscriptions
    inner join read_csv('{source}/plans.csv') as plans
        on subscriptions.plan_id = plans.plan_id

)

select
    cast(customer_id as varchar) as subscription_id,
    cast(customer_id as varchar) as customer_id,
    'streaming' as product_line,
    max_by(plan_name, start_date) filter (where not is_end) as plan,
    case
        when bool_or(is_end) then 'ended'
        when max_by(plan_name, start_date) = 'trial' then 'trialing'
        else 'active'
    end as status,
    min(start_date) as started_on,
    max(start_date) filter (where is_end) as cancelled_on,
    max(start_date) filter (where is_end) as ended_on,
    'USD' as currency
from moves
group by customer_id
