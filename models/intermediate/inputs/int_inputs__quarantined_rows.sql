with final as (

    select
        input_table as input_table,
        row_key as row_key,
        reason as reason,
        payload as payload
    from {{ ref('stg_product__quarantined_rows') }}
    union all
    select
        input_table as input_table,
        row_key as row_key,
        reason as reason,
        payload as payload
    from {{ ref('stg_billing__quarantined_rows') }}
    union all
    select
        input_table as input_table,
        row_key as row_key,
        reason as reason,
        payload as payload
    from {{ ref('stg_crm__quarantined_rows') }}
    union all
    select
        input_table as input_table,
        row_key as row_key,
        reason as reason,
        payload as payload
    from {{ ref('stg_success__quarantined_rows') }}
    union all
    select
        input_table as input_table,
        row_key as row_key,
        reason as reason,
        payload as payload
    from {{ ref('stg_finance__quarantined_rows') }}
    union all
    select
        input_table as input_table,
        row_key as row_key,
        reason as reason,
        payload as payload
    from {{ ref('stg_people__quarantined_rows') }}
    union all
    select
        input_table as input_table,
        row_key as row_key,
        reason as reason,
        payload as payload
    from {{ ref('stg_config__quarantined_rows') }}

)

select * from final
