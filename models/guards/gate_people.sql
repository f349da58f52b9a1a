-- The critical findings of the people guard. Its test stops whatever stands on the domain.
select
    input_table,
    expectation,
    message
from {{ ref('guard_people') }}
where severity = 'critical' and not is_success
