with mail_domains as (

    select * from {{ ref('int_identity__mail_domains') }}
    where domain_kind = 'company'

),

domain_groups as (

    select * from {{ ref('int_identity__domain_groups') }}
    where node_kind = 'domain' and not is_torn and account_key is not null

),

accounts as (

    select * from {{ ref('int_identity__accounts') }}

),

account_names as (

    select distinct
        account_key,
        account_id
    from accounts

),

final as (

    select
        mail_domains.mail_domain,
        account_names.account_id
    from mail_domains
    inner join domain_groups
        on 'domain:' || mail_domains.registrable_domain = domain_groups.node_key
    inner join account_names on domain_groups.account_key = account_names.account_key

)

select * from final
