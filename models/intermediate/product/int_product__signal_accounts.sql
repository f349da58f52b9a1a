{{ config(materialized='view') }}

with signal_candidates as (

    select * from {{ ref('int_product__signal_candidates') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

-- A signal arises in a workspace; the CRM account is asked where no known workspace is named.
final as (

    select
        signal_candidates.origin || ':' || signal_candidates.source_id as signal_id,
        signal_candidates.*,
        coalesce(workspace_accounts.account_id, crm_accounts.account_id) as account_id,
        case
            when workspace_accounts.account_id is not null then null
            when crm_accounts.account_id is not null then null
            when
                signal_candidates.workspace_id is null
                and signal_candidates.crm_account_id is null
                then 'it names neither a workspace nor a CRM account'
            when signal_candidates.workspace_id is null
                then 'its CRM account is not known: ' || signal_candidates.crm_account_id
            when signal_candidates.crm_account_id is null
                then 'its workspace is not known: ' || signal_candidates.workspace_id
            else 'neither its workspace nor its CRM account is known'
        end as exclusion_reason
    from signal_candidates
    left join workspace_accounts
        on signal_candidates.workspace_id = workspace_accounts.workspace_id
    left join crm_accounts on signal_candidates.crm_account_id = crm_accounts.crm_account_id

)

select * from final
