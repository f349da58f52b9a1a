with quarantined as (

    select * from {{ ref('quarantined_rows') }}

),

final as (

    select
        input_table,
        reason,
        count(*) as quarantined_rows
    from quarantined
    group by input_table, reason

)

select * from final
