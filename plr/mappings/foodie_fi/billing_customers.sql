select
    cast(customer_id as varchar) as customer_id,
    cast(min(start_date) as timestamp) as created_at,
    'USD' as currency
from read_csv('{source}/subscriptions.csv')
group by customer_id
