-- The critical findings of the crm guard. Its test stops whatever stands on the domain.
select
    input_table,
    expectation,
    message
from {{ ref('guard_crm') }}
where severity = 'critical' and not is_success
