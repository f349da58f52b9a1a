-- The critical findings of the product guard. Its test stops whatever stands on the domain.
select
    input_table,
    expectation,
    message
from {{ ref('guard_product') }}
where severity = 'critical' and not is_success
