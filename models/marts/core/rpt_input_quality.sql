with quality as (

    select * from {{ ref('int_inputs__quality') }}

),

final as (

    select
        input_table,
        expectation,
        severity,
        is_success,
        unexpected_count,
        row_count,
        example,
        checked_as_of
    from quality

)

select * from final
