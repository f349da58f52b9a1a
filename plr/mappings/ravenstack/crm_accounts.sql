select
    account_id as crm_account_id,
    account_name,
    industry,
    country as region,
    cast(signup_date as timestamp) as created_at
from read_csv('{source}/ravenstack_accounts.csv')
