select
    account_id as customer_id,
    account_name as customer_name,
    cast(signup_date as timestamp) as created_at,
    'USD' as currency,
    account_id as crm_account_id
from read_csv('{source}/ravenstack_accounts.csv')
