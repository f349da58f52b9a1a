{{ config(materialized='view') }}

with bridge as (

    select * from {{ ref('int_identity__bridge') }}
    where source_system = 'workspace'

),

final as (

    select
        source_id as workspace_id,
        account_id
    from bridge

)

select * from final
