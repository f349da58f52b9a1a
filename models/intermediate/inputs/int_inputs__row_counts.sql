with final as (

    select
        input_table as input_table,
        is_present as is_present,
        connector as connector,
        arrived_rows as arrived_rows,
        staged_rows as staged_rows,
        quarantined_rows as quarantined_rows
    from {{ ref('stg_product__row_counts') }}
    union all
    select
        input_table as input_table,
        is_present as is_present,
        connector as connector,
        arrived_rows as arrived_rows,
        staged_rows as staged_rows,
        quarantined_rows as quarantined_rows
    from {{ ref('stg_billing__row_counts') }}
    union all
    select
        input_table as input_table,
        is_present as is_present,
        connector as connector,
        arrived_rows as arrived_rows,
        staged_rows as staged_rows,
        quarantined_rows as quarantined_rows
    from {{ ref('stg_crm__row_counts') }}
    union all
    select
        input_table as input_table,
        is_present as is_present,
        connector as connector,
        arrived_rows as arrived_rows,
        staged_rows as staged_rows,
        quarantined_rows as quarantined_rows
    from {{ ref('stg_success__row_counts') }}
    union all
    select
        input_table as input_table,
        is_present as is_present,
        connector as connector,
        arrived_rows as arrived_rows,
        staged_rows as staged_rows,
        quarantined_rows as quarantined_rows
    from {{ ref('stg_finance__row_counts') }}
    union all
    select
        input_table as input_table,
        is_present as is_present,
        connector as connector,
        arrived_rows as arrived_rows,
        staged_rows as staged_rows,
        quarantined_rows as quarantined_rows
    from {{ ref('stg_people__row_counts') }}
    union all
    select
        input_table as input_table,
        is_present as is_present,
        connector as connector,
        arrived_rows as arrived_rows,
        staged_rows as staged_rows,
        quarantined_rows as quarantined_rows
    from {{ ref('stg_config__row_counts') }}

)

select * from final
