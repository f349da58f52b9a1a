{{ config(materialized='view') }}

with bridge as (

    select * from {{ ref('int_identity__bridge') }}
    where source_system = 'crm_account'

),

final as (

    select
        source_id as crm_account_id,
        account_id
    from bridge

)

select * from final
