with company_domains as (

    select * from {{ ref('int_identity__company_domains') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

-- A linked record is one that domains cannot place (a reseller, an agency): its own tells nothing.
evidence as (

    select
        registrable_domain,
        registrable_label,
        is_country,
        case when source_system = 'crm_account' then account_key end as listing_key,
        case
            when is_linked or fault is not null then null
            when account_key like 'crm_account:%' or account_key like 'account_link:%'
                then account_key
        end as user_key
    from company_domains

),

domains as (

    select
        registrable_domain,
        registrable_label,
        is_country,
        count(distinct listing_key) as listing_count,
        min(listing_key) as listing_key,
        count(distinct user_key) as user_count,
        min(user_key) as user_key
    from evidence
    group by registrable_domain, registrable_label, is_country

),

-- acme.de goes with acme.com where one account alone lists a domain of that name.
labels as (

    select
        registrable_label,
        count(distinct listing_key) as listing_count,
        min(listing_key) as listing_key,
        max(case when is_country then 1 else 0 end) as has_country
    from domains
    where listing_count > 0
    group by registrable_label

),

judged as (

    select
        domains.registrable_domain,
        domains.listing_key,
        domains.user_key,
        domains.listing_count,
        domains.user_count,
        labels.listing_key as label_key,
        case
            when domains.listing_count = 1 then 'listed'
            when domains.listing_count > 1 then 'contested'
            when domains.user_count = 1 then 'used'
            when domains.user_count > 1 then 'contested'
            when
                labels.listing_count = 1
                and (domains.is_country or labels.has_country = 1)
                and length(domains.registrable_label) >= thresholds.country_domain_min_letters
                then 'country'
            else 'unowned'
        end as owner_basis
    from domains
    cross join thresholds
    left join labels on domains.registrable_label = labels.registrable_label

),

final as (

    select
        registrable_domain,
        owner_basis,
        case
            when owner_basis = 'listed' then listing_key
            when owner_basis = 'used' then user_key
            when owner_basis = 'country' then label_key
        end as owner_account_key,
        case
            when owner_basis = 'contested' and listing_count > 1 then listing_count
            when owner_basis = 'contested' then user_count
            else 0
        end as contender_count
    from judged

)

select * from final
