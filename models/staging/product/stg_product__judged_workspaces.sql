{{ config(materialized='table') }}

-- depends_on: {{ ref('stg_product__arrived_events') }}
with landing_days as (

    select * from {{ ref('stg_product__landing_days') }}

),

workspaces as (

    select * from {{ ref('base_product__workspaces') }}

),

runs as (select max(run_id) as run_id from landing_days),

known as (

    select
        workspace_id,
        min(case when quarantine_reason is null then 0 else 1 end) = 0 as is_usable
    from workspaces
    where
        workspace_id is not null
        and (quarantine_reason is null or quarantine_reason = 'after_as_of')
    group by workspace_id

),

-- A row of no workspace says which run it was, also where none is known.
final as (

    select
        known.workspace_id,
        known.is_usable,
        runs.run_id
    from known
    cross join runs
    union all
    select
        '' as workspace_id,
        false as is_usable,
        runs.run_id
    from runs

)

select * from final
