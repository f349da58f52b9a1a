-- A customer is known from its first period on.
select
    cast(customer_id as varchar) as customer_id,
    cast(min(start_date) as timestamp) as created_at,
    'USD' as currency
from read_csv('{source}/subscription_periods.csv')
group by customer_id
