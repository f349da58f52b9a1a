{{ config(materialized='table') }}

-- depends_on: {{ ref('stg_product__arrived_events') }}
with landing_days as (

    select * from {{ ref('stg_product__landing_days') }}

),

known_workspaces as (

    select * from {{ ref('stg_product__known_workspaces') }}

),

runs as (select max(run_id) as run_id from landing_days),

-- A row of no workspace says which run it was, also where none is known.
final as (

    select
        known_workspaces.workspace_id,
        known_workspaces.is_usable,
        runs.run_id
    from known_workspaces
    cross join runs
    union all
    select
        '' as workspace_id,
        false as is_usable,
        runs.run_id
    from runs

)

select * from final
