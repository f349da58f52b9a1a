-- The critical findings of the success guard. Its test stops whatever stands on the domain.
select
    input_table,
    expectation,
    message
from {{ ref('guard_success') }}
where severity = 'critical' and not is_success
