-- A period of the file is a subscription: its amount never changes, and its end is known.
select
    cast(subscription_id as varchar) as subscription_id,
    cast(customer_id as varchar) as customer_id,
    'playbook' as product_line,
    'monthly' as plan,
    'ended' as status,
    start_date as started_on,
    end_date as cancelled_on,
    end_date as ended_on,
    'USD' as currency
from read_csv('{source}/subscription_periods.csv')
