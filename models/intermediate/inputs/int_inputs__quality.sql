with final as (

    select
        input_table as input_table,
        expectation as expectation,
        severity as severity,
        is_success as is_success,
        unexpected_count as unexpected_count,
        row_count as row_count,
        example as example,
        checked_as_of as checked_as_of,
        message as message
    from {{ ref('guard_config') }}
    union all
    select
        input_table as input_table,
        expectation as expectation,
        severity as severity,
        is_success as is_success,
        unexpected_count as unexpected_count,
        row_count as row_count,
        example as example,
        checked_as_of as checked_as_of,
        message as message
    from {{ ref('guard_product') }}
    union all
    select
        input_table as input_table,
        expectation as expectation,
        severity as severity,
        is_success as is_success,
        unexpected_count as unexpected_count,
        row_count as row_count,
        example as example,
        checked_as_of as checked_as_of,
        message as message
    from {{ ref('guard_billing') }}
    union all
    select
        input_table as input_table,
        expectation as expectation,
        severity as severity,
        is_success as is_success,
        unexpected_count as unexpected_count,
        row_count as row_count,
        example as example,
        checked_as_of as checked_as_of,
        message as message
    from {{ ref('guard_crm') }}
    union all
    select
        input_table as input_table,
        expectation as expectation,
        severity as severity,
        is_success as is_success,
        unexpected_count as unexpected_count,
        row_count as row_count,
        example as example,
        checked_as_of as checked_as_of,
        message as message
    from {{ ref('guard_success') }}
    union all
    select
        input_table as input_table,
        expectation as expectation,
        severity as severity,
        is_success as is_success,
        unexpected_count as unexpected_count,
        row_count as row_count,
        example as example,
        checked_as_of as checked_as_of,
        message as message
    from {{ ref('guard_finance') }}
    union all
    select
        input_table as input_table,
        expectation as expectation,
        severity as severity,
        is_success as is_success,
        unexpected_count as unexpected_count,
        row_count as row_count,
        example as example,
        checked_as_of as checked_as_of,
        message as message
    from {{ ref('guard_people') }}

)

select * from final
