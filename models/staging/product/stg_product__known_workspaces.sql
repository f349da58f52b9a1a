{{ config(materialized='table') }}

with workspaces as (

    select * from {{ ref('base_product__workspaces') }}

),

final as (

    select
        workspace_id,
        min(case when quarantine_reason is null then 0 else 1 end) = 0 as is_usable
    from workspaces
    where
        workspace_id is not null
        and (quarantine_reason is null or quarantine_reason = 'after_as_of')
    group by workspace_id

)

select * from final
