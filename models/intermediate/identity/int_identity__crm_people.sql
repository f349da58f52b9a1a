{{ config(materialized='view') }}

with crm_users as (

    select * from {{ ref('stg_crm__crm_users') }}

),

final as (

    select
        crm_user_id,
        function as person_function,
        team,
        is_integration
    from crm_users

)

select * from final
