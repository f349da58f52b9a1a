{{ config(materialized='view') }}

with forecast_snapshots as (

    select * from {{ ref('stg_crm__forecast_snapshots') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

final as (

    select distinct
        crm_accounts.account_id,
        forecast_snapshots.snapshot_on as flagged_on
    from forecast_snapshots
    inner join crm_accounts on forecast_snapshots.crm_account_id = crm_accounts.crm_account_id
    where forecast_snapshots.is_risk

)

select * from final
