with workspaces as (

    select * from {{ ref('stg_product__workspaces') }}

),

opportunities as (

    select * from {{ ref('stg_crm__opportunities') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

beginnings as (

    select
        workspace_accounts.account_id,
        workspaces.created_at
    from workspaces
    inner join workspace_accounts on workspaces.workspace_id = workspace_accounts.workspace_id
    union all
    select
        crm_accounts.account_id,
        opportunities.created_at
    from opportunities
    inner join crm_accounts on opportunities.crm_account_id = crm_accounts.crm_account_id

),

final as (

    select
        account_id,
        min(created_at) as created_at
    from beginnings
    group by account_id

)

select * from final
