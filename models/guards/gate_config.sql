-- The critical findings of the config guard. Its test stops whatever stands on the domain.
select
    input_table,
    expectation,
    message
from {{ ref('guard_config') }}
where severity = 'critical' and not is_success
