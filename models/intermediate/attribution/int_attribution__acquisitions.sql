-- How each account began: its first workspace, or an opportunity before any workspace.
with account_creations as (

    select * from {{ ref('int_revenue__account_creations') }}

),

workspaces as (

    select * from {{ ref('stg_product__workspaces') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

product_users as (

    select * from {{ ref('stg_product__product_users') }}

),

first_users as (

    select
        workspace_id,
        user_id,
        row_number() over (
            partition by workspace_id order by created_at asc nulls last, user_id asc nulls last
        ) as user_number
    from product_users

),

first_workspaces as (

    select
        workspace_accounts.account_id,
        workspaces.workspace_id,
        workspaces.created_at,
        workspaces.entry_model,
        workspaces.signup_source,
        row_number() over (
            partition by workspace_accounts.account_id
            order by workspaces.created_at asc nulls last, workspaces.workspace_id asc nulls last
        ) as workspace_number
    from workspaces
    inner join workspace_accounts on workspaces.workspace_id = workspace_accounts.workspace_id

),

final as (

    select
        account_creations.account_id,
        account_creations.created_at,
        first_workspaces.workspace_id,
        first_workspaces.entry_model,
        first_workspaces.signup_source,
        first_users.user_id as first_user_id
    from account_creations
    left join first_workspaces
        on account_creations.account_id = first_workspaces.account_id
            and account_creations.created_at = first_workspaces.created_at
            and first_workspaces.workspace_number = 1
    left join first_users
        on first_workspaces.workspace_id = first_users.workspace_id
            and first_users.user_number = 1

)

select * from final
