-- The critical findings of the people guard. Its test stops whatever stands on the domain.
with findings as (

    select * from {{ ref('guard_people') }}

),

final as (

    select
        input_table,
        expectation,
        unexpected_count,
        row_count,
        example,
        message
    from findings
    where severity = 'critical' and not is_success

)

select * from final
