select
    subscription_id,
    account_id as customer_id,
    'platform' as product_line,
    plan_tier as plan,
    case when end_date is not null then 'ended' when is_trial then 'trialing' else 'active' end
        as status,
    start_date as started_on,
    auto_renew_flag as auto_renews,
    end_date as cancelled_on,
    end_date as ended_on,
    'USD' as currency
from read_csv('{source}/ravenstack_subscriptions.csv')
