-- The critical findings of the billing guard. Its test stops whatever stands on the domain.
select
    input_table,
    expectation,
    message
from {{ ref('guard_billing') }}
where severity = 'critical' and not is_success
