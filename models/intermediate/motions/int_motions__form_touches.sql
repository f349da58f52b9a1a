with marketing_touches as (

    select * from {{ ref('stg_crm__marketing_touches') }}
    where action in ('form_submit', 'demo_request')

),

leads as (

    select * from {{ ref('stg_crm__leads') }}

),

product_users as (

    select * from {{ ref('stg_product__product_users') }}

),

-- A person in several workspaces is taken to have asked for the first.
users_in_order as (

    select
        user_id,
        workspace_id,
        row_number() over (
            partition by user_id order by created_at asc nulls last, workspace_id asc nulls last
        ) as workspace_number
    from product_users

),

final as (

    select
        marketing_touches.marketing_touch_id,
        coalesce(marketing_touches.crm_account_id, leads.crm_account_id) as crm_account_id,
        coalesce(marketing_touches.workspace_id, users_in_order.workspace_id) as workspace_id,
        coalesce(marketing_touches.email_domain, leads.email_domain) as email_domain,
        marketing_touches.touched_at,
        marketing_touches.action
    from marketing_touches
    left join leads on marketing_touches.lead_id = leads.lead_id
    left join users_in_order
        on
            marketing_touches.user_id = users_in_order.user_id
            and users_in_order.workspace_number = 1

)

select * from final
