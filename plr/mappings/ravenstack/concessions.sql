-- What was paid back to customers who left.
select
    churn_event_id as concession_id,
    account_id as customer_id,
    cast(churn_date as timestamp) as granted_at,
    'credit' as kind,
    refund_amount_usd as amount,
    'USD' as currency,
    reason_code as reason
from read_csv('{source}/ravenstack_churn_events.csv')
where refund_amount_usd > 0
