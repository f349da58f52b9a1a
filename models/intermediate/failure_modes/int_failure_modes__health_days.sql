{{ config(materialized='view') }}

with health_snapshots as (

    select * from {{ ref('stg_success__health_snapshots') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

-- A group is as healthy as its worst part.
final as (

    select
        crm_accounts.account_id,
        health_snapshots.snapshot_on,
        case max(case health_snapshots.colour when 'red' then 3 when 'amber' then 2 else 1 end)
            when 3 then 'red'
            when 2 then 'amber'
            else 'green'
        end as colour,
        lead(health_snapshots.snapshot_on) over (
            partition by crm_accounts.account_id
            order by health_snapshots.snapshot_on asc nulls last
        ) as next_snapshot_on
    from health_snapshots
    inner join crm_accounts on health_snapshots.crm_account_id = crm_accounts.crm_account_id
    group by crm_accounts.account_id, health_snapshots.snapshot_on

)

select * from final
