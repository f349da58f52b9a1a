-- Satisfaction is asked when a ticket is closed.
select
    ticket_id as survey_id,
    closed_at as answered_at,
    account_id as crm_account_id,
    'csat' as kind,
    satisfaction_score as score
from read_csv('{source}/ravenstack_support_tickets.csv')
where satisfaction_score is not null
