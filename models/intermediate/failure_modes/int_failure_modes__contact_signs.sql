{{ config(materialized='view') }}

with commercial_touches as (

    select * from {{ ref('stg_crm__commercial_touches') }}

),

surveys as (

    select * from {{ ref('stg_success__surveys') }}

),

final as (

    select
        contact_id,
        cast(touched_at as date) as sign_on
    from commercial_touches
    where contact_id is not null
    union all
    select
        contact_id,
        cast(answered_at as date) as sign_on
    from surveys
    where contact_id is not null

)

select * from final
