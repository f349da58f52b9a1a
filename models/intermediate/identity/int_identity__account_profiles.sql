with bridge as (

    select * from {{ ref('int_identity__bridge') }}

),

records as (

    select * from {{ ref('int_identity__records') }}

),

mail_domains as (

    select * from {{ ref('int_identity__mail_domains') }}

),

workspaces as (

    select * from {{ ref('stg_product__workspaces') }}

),

opportunities as (

    select * from {{ ref('stg_crm__opportunities') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

-- The name that a reader knows: billing's before the product's, the older first.
in_order as (

    select
        bridge.account_id,
        bridge.source_system,
        bridge.source_id,
        records.created_at,
        coalesce(
            nullif(trim(records.record_name), ''),
            case when mail_domains.domain_kind = 'company' then records.mail_domain end,
            records.source_id
        ) as record_name,
        records.mail_domain is not null as has_domain,
        coalesce(mail_domains.domain_kind = 'internal', false) as is_internal,
        row_number() over (
            partition by bridge.account_id, bridge.source_system
            order by records.created_at asc nulls last, bridge.source_id asc nulls last
        ) as place
    from bridge
    inner join records on bridge.source_key = records.source_key
    left join mail_domains on records.mail_domain = mail_domains.mail_domain

),

first_opportunities as (

    select
        crm_accounts.account_id,
        min(opportunities.created_at) as first_opportunity_at
    from opportunities
    inner join crm_accounts on opportunities.crm_account_id = crm_accounts.crm_account_id
    group by crm_accounts.account_id

),

accounts as (

    select
        account_id,
        max(case when source_system = 'customer' and place = 1 then record_name end)
            as customer_name,
        max(case when source_system = 'workspace' and place = 1 then record_name end)
            as workspace_name,
        max(case when source_system = 'workspace' and place = 1 then source_id end)
            as first_workspace_id,
        min(case when source_system = 'workspace' then created_at end) as first_workspace_at,
        min(case when source_system = 'customer' then created_at end) as first_customer_at,
        max(case when is_internal then 1 else 0 end) as has_internal,
        max(case when has_domain and not is_internal then 1 else 0 end) as has_other_domain
    from in_order
    group by account_id

),

final as (

    select
        accounts.account_id,
        coalesce(accounts.customer_name, accounts.workspace_name) as record_name,
        workspaces.entry_model,
        coalesce(
            least(
                coalesce(accounts.first_workspace_at, first_opportunities.first_opportunity_at),
                coalesce(first_opportunities.first_opportunity_at, accounts.first_workspace_at)
            ),
            accounts.first_customer_at
        ) as first_seen_at,
        accounts.has_internal = 1 and accounts.has_other_domain = 0 as is_internal
    from accounts
    left join workspaces on accounts.first_workspace_id = workspaces.workspace_id
    left join first_opportunities on accounts.account_id = first_opportunities.account_id

)

select * from final
