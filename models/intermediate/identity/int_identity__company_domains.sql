with records as (

    select * from {{ ref('int_identity__records') }}

),

mail_domains as (

    select * from {{ ref('int_identity__mail_domains') }}
    where domain_kind = 'company'

),

crm_roots as (

    select * from {{ ref('int_identity__crm_roots') }}

),

explicit_groups as (

    select * from {{ ref('int_identity__explicit_groups') }}

),

groups as (

    select
        'crm_account:' || crm_account_id as source_key,
        account_key,
        true as is_anchored,
        cast(null as varchar) as fault
    from crm_roots
    union all
    select
        source_key,
        account_key,
        is_anchored,
        fault
    from explicit_groups

),

final as (

    select
        records.source_key,
        records.source_system,
        records.link_key is not null as is_linked,
        groups.account_key,
        groups.is_anchored,
        groups.fault,
        mail_domains.registrable_domain,
        mail_domains.registrable_label,
        mail_domains.is_country
    from records
    inner join mail_domains on records.mail_domain = mail_domains.mail_domain
    inner join groups on records.source_key = groups.source_key

)

select * from final
