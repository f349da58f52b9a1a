with records as (

    select * from {{ ref('int_identity__records') }}
    where mail_domain is not null

),

mail_domains as (

    select * from {{ ref('int_identity__mail_domains') }}

),

domain_owners as (

    select * from {{ ref('int_identity__domain_owners') }}

),

company_domains as (

    select * from {{ ref('int_identity__company_domains') }}

),

domain_groups as (

    select * from {{ ref('int_identity__domain_groups') }}
    where node_kind = 'domain'

),

-- Every account that lists or uses a contested domain is kept as a claim of its own.
contenders as (

    select
        registrable_domain,
        account_key,
        max(case when source_system = 'crm_account' then 1 else 0 end) as is_listing,
        max(max(case when source_system = 'crm_account' then 1 else 0 end))
            over (partition by registrable_domain) as has_listing
    from company_domains
    where
        fault is null
        and not (is_linked and source_system <> 'crm_account')
        and (account_key like 'crm_account:%' or account_key like 'account_link:%')
    group by registrable_domain, account_key

),

owners as (

    select
        domain_owners.registrable_domain,
        domain_owners.owner_basis,
        coalesce(contenders.account_key, domain_groups.account_key) as account_key
    from domain_owners
    left join domain_groups
        on
            'domain:' || domain_owners.registrable_domain = domain_groups.node_key
            and not domain_groups.is_torn
    left join contenders
        on
            domain_owners.registrable_domain = contenders.registrable_domain
            and domain_owners.owner_basis = 'contested'
            and contenders.is_listing = contenders.has_listing

),

final as (

    select
        records.source_key,
        records.mail_domain,
        coalesce(owners.owner_basis, mail_domains.domain_kind) as finding,
        owners.account_key as claimed_account_key
    from records
    inner join mail_domains on records.mail_domain = mail_domains.mail_domain
    left join owners
        on
            mail_domains.registrable_domain = owners.registrable_domain
            and mail_domains.domain_kind = 'company'

)

select * from final
