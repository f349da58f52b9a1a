with leads as (

    select * from {{ ref('stg_crm__leads') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

domain_accounts as (

    select * from {{ ref('int_identity__domain_accounts') }}

),

-- The account that the lead names, else the owner of its domain.
final as (

    select
        leads.lead_id,
        coalesce(crm_accounts.account_id, domain_accounts.account_id) as account_id,
        leads.created_at,
        leads.source,
        leads.mql_at,
        leads.sql_at
    from leads
    left join crm_accounts on leads.crm_account_id = crm_accounts.crm_account_id
    left join domain_accounts on lower(trim(leads.email_domain)) = domain_accounts.mail_domain

)

select * from final
