-- The account's own flag, as of the day of the export: churned is red.
select
    (select max(usage_date) from read_csv('{source}/ravenstack_feature_usage.csv')) as snapshot_on,
    account_id as crm_account_id,
    case when churn_flag then 'red' else 'green' end as colour
from read_csv('{source}/ravenstack_accounts.csv')
