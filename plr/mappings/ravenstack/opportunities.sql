-- A churn event says that an account did not go on, without naming the subscription: in the words of a
-- CRM, a renewal that was lost, opened and closed on the day of the event.
select
    churn_event_id as opportunity_id,
    account_id as crm_account_id,
    'renewal' as opportunity_type,
    cast(churn_date as timestamp) as created_at,
    reason_code as source,
    'churned' as stage,
    churn_date as closed_on,
    false as is_won
from read_csv('{source}/ravenstack_churn_events.csv')
