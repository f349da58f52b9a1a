with workspaces as (

    select * from {{ ref('stg_product__workspaces') }}

),

product_users as (

    select * from {{ ref('stg_product__product_users') }}

),

billing_customers as (

    select * from {{ ref('stg_billing__billing_customers') }}

),

crm_accounts as (

    select * from {{ ref('stg_crm__crm_accounts') }}

),

account_links as (

    select * from {{ ref('stg_config__account_links') }}

),

-- A workspace without a domain of its own is taken to be its first user's.
users_in_order as (

    select
        workspace_id,
        email_domain,
        row_number() over (
            partition by workspace_id
            order by created_at asc nulls last, user_id asc nulls last
        ) as user_number
    from product_users
    where email_domain is not null

),

records as (

    select
        'workspace' as source_system,
        workspaces.workspace_id as source_id,
        workspaces.workspace_name as record_name,
        workspaces.created_at,
        coalesce(workspaces.email_domain, users_in_order.email_domain) as written_domain,
        workspaces.crm_account_id,
        workspaces.customer_id,
        cast(null as varchar) as workspace_id,
        cast(null as varchar) as parent_crm_account_id
    from workspaces
    left join users_in_order
        on
            workspaces.workspace_id = users_in_order.workspace_id
            and users_in_order.user_number = 1
    union all
    select
        'customer' as source_system,
        customer_id as source_id,
        customer_name as record_name,
        created_at,
        email_domain as written_domain,
        crm_account_id,
        cast(null as varchar) as customer_id,
        workspace_id,
        cast(null as varchar) as parent_crm_account_id
    from billing_customers
    union all
    select
        'crm_account' as source_system,
        crm_account_id as source_id,
        account_name as record_name,
        created_at,
        domain as written_domain,
        cast(null as varchar) as crm_account_id,
        cast(null as varchar) as customer_id,
        cast(null as varchar) as workspace_id,
        parent_crm_account_id
    from crm_accounts

),

-- CRM users write addresses of sites where a domain is asked for.
without_scheme as (

    select
        *,
        replace(replace(lower(trim(written_domain)), 'https://', ''), 'http://', '') as bare_domain
    from records

),

without_path as (

    select
        source_system,
        source_id,
        record_name,
        created_at,
        crm_account_id,
        customer_id,
        workspace_id,
        parent_crm_account_id,
        {{ dbt.split_part('bare_domain', "'/'", 1) }} as bare_domain
    from without_scheme

),

final as (

    select
        without_path.source_system || ':' || without_path.source_id as source_key,
        without_path.source_system,
        without_path.source_id,
        account_links.account_key as link_key,
        nullif(trim(without_path.crm_account_id), '') as crm_account_id,
        nullif(trim(without_path.customer_id), '') as customer_id,
        nullif(trim(without_path.workspace_id), '') as workspace_id,
        nullif(trim(without_path.parent_crm_account_id), '') as parent_crm_account_id,
        nullif({{ dbt.split_part('without_path.bare_domain', "':'", 1) }}, '') as mail_domain,
        without_path.record_name,
        without_path.created_at
    from without_path
    left join account_links
        on
            without_path.source_system = account_links.source_system
            and without_path.source_id = account_links.source_id

)

select * from final
