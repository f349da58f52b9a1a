with row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

final as (

    select
        input_table,
        is_present,
        connector,
        cast(arrived_rows as bigint) as arrived_rows,
        cast(staged_rows as bigint) as staged_rows,
        cast(quarantined_rows as bigint) as quarantined_rows
    from row_counts

)

select * from final
