{{ config(materialized='view') }}

with members as (

    select 'small' as member
    union all
    select 'medium' as member
    union all
    select 'large' as member

),

final as (

    select
        member as peer_group,
        member
    from members
    union all
    select
        'all' as peer_group,
        member
    from members

)

select * from final
