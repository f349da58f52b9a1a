{{ config(materialized='view') }}

with bridge as (

    select * from {{ ref('int_identity__bridge') }}
    where source_system = 'customer'

),

final as (

    select
        source_id as customer_id,
        account_id
    from bridge

)

select * from final
