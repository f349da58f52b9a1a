with marketing_touches as (

    select * from {{ ref('stg_crm__marketing_touches') }}

),

leads as (

    select * from {{ ref('stg_crm__leads') }}

),

product_users as (

    select * from {{ ref('stg_product__product_users') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

domain_accounts as (

    select * from {{ ref('int_identity__domain_accounts') }}

),

-- A person in several workspaces is taken to have come by the first.
first_workspaces as (

    select
        user_id,
        workspace_id,
        row_number() over (
            partition by user_id order by created_at asc nulls last, workspace_id asc nulls last
        ) as workspace_number
    from product_users

),

named as (

    select
        marketing_touches.marketing_touch_id,
        marketing_touches.touched_at,
        marketing_touches.campaign,
        marketing_touches.channel,
        marketing_touches.is_paid,
        marketing_touches.is_branded,
        marketing_touches.action,
        coalesce(marketing_touches.crm_account_id, leads.crm_account_id) as crm_account_id,
        coalesce(marketing_touches.workspace_id, first_workspaces.workspace_id) as workspace_id,
        coalesce(marketing_touches.email_domain, leads.email_domain) as email_domain
    from marketing_touches
    left join leads on marketing_touches.lead_id = leads.lead_id
    left join first_workspaces
        on marketing_touches.user_id = first_workspaces.user_id
            and first_workspaces.workspace_number = 1

),

final as (

    select
        named.marketing_touch_id,
        coalesce(
            crm_accounts.account_id, workspace_accounts.account_id, domain_accounts.account_id
        ) as account_id,
        named.crm_account_id,
        named.workspace_id,
        named.email_domain,
        named.touched_at,
        named.campaign,
        named.channel,
        named.action,
        named.is_paid,
        named.is_branded
    from named
    left join crm_accounts on named.crm_account_id = crm_accounts.crm_account_id
    left join workspace_accounts on named.workspace_id = workspace_accounts.workspace_id
    left join domain_accounts on lower(trim(named.email_domain)) = domain_accounts.mail_domain

)

select * from final
