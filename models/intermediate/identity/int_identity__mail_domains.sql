with registrable_domains as (

    select * from {{ ref('int_identity__registrable_domains') }}

),

free_mail_domains as (

    select * from {{ ref('free_mail_domains') }}

),

disposable_domains as (

    select * from {{ ref('disposable_domains') }}

),

internal_domains as (

    select * from {{ ref('stg_config__internal_domains') }}

),

never_matched as (

    select
        lower(trim(email_domain)) as listed_domain,
        'internal' as domain_kind,
        1 as kind_rank
    from internal_domains
    union all
    select
        email_domain as listed_domain,
        'free_mail' as domain_kind,
        2 as kind_rank
    from free_mail_domains
    union all
    select
        email_domain as listed_domain,
        'disposable' as domain_kind,
        3 as kind_rank
    from disposable_domains

),

-- A list may name the whole domain or one of its sub-domains.
names as (

    select
        mail_domain,
        mail_domain as name_to_find
    from registrable_domains
    union all
    select
        mail_domain,
        registrable_domain as name_to_find
    from registrable_domains
    where registrable_domain is not null and registrable_domain <> mail_domain

),

listed as (

    select
        names.mail_domain,
        never_matched.domain_kind,
        row_number() over (
            partition by names.mail_domain order by never_matched.kind_rank asc nulls last
        ) as listing_number
    from names
    inner join never_matched on names.name_to_find = never_matched.listed_domain

),

final as (

    select
        registrable_domains.mail_domain,
        registrable_domains.registrable_domain,
        registrable_domains.registrable_label,
        registrable_domains.is_country,
        case
            when listed.domain_kind is not null then listed.domain_kind
            when registrable_domains.registrable_domain is null then 'unusable'
            else 'company'
        end as domain_kind
    from registrable_domains
    left join listed
        on
            registrable_domains.mail_domain = listed.mail_domain
            and listed.listing_number = 1

)

select * from final
