-- The time to the solution is waiting, not work, so that no minutes of work are known.
select
    ticket_id,
    account_id as crm_account_id,
    cast(submitted_at as timestamp) as opened_at,
    closed_at as solved_at,
    priority as severity
from read_csv('{source}/ravenstack_support_tickets.csv')
