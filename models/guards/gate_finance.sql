-- The critical findings of the finance guard. Its test stops whatever stands on the domain.
select
    input_table,
    expectation,
    message
from {{ ref('guard_finance') }}
where severity = 'critical' and not is_success
