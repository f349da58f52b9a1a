-- Usage is recorded per subscription, so a subscription is the workspace: it opens with the first day
-- and is gone after the last one. Its ids of customer and CRM account are stated by the file.
select
    subscriptions.subscription_id as workspace_id,
    cast(subscriptions.start_date as timestamp) as created_at,
    case when subscriptions.is_trial then 'free_trial' else 'sales_provisioned' end as entry_model,
    case when subscriptions.is_trial then cast(subscriptions.start_date as timestamp) end
        as trial_started_at,
    case accounts.referral_source
        when 'ads' then 'paid'
        when 'event' then 'campaign'
        when 'organic' then 'organic'
        when 'partner' then 'partner'
    end as signup_source,
    cast(subscriptions.end_date as timestamp) + interval '1' day - interval '1' second as deleted_at,
    subscriptions.account_id as crm_account_id,
    subscriptions.account_id as customer_id
from read_csv('{source}/ravenstack_subscriptions.csv') as subscriptions
left join read_csv('{source}/ravenstack_accounts.csv') as accounts
    on subscriptions.account_id = accounts.account_id
