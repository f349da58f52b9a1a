with quarantined as (

    select * from {{ ref('int_inputs__quarantined_rows') }}

),

final as (

    select
        input_table,
        row_key,
        reason,
        payload
    from quarantined

)

select * from final
