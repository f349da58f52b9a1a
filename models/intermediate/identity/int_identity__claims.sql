with accounts as (

    select * from {{ ref('int_identity__accounts') }}

),

explicit_claims as (

    select * from {{ ref('int_identity__explicit_claims') }}

),

domain_claims as (

    select * from {{ ref('int_identity__domain_claims') }}

),

claims as (

    select
        explicit_claims.source_key,
        explicit_claims.claim_source,
        explicit_claims.claim_rank,
        explicit_claims.claimed_id as claimed_value,
        explicit_claims.named_source_key,
        coalesce(explicit_claims.named_account_key, named.account_key) as claimed_account_key,
        case when explicit_claims.is_found then 'stated' else 'points_to_nothing' end as finding
    from explicit_claims
    left join accounts as named on explicit_claims.named_source_key = named.source_key
    union all
    select
        domain_claims.source_key,
        'email_domain' as claim_source,
        3 as claim_rank,
        domain_claims.mail_domain as claimed_value,
        cast(null as varchar) as named_source_key,
        domain_claims.claimed_account_key,
        domain_claims.finding
    from domain_claims

),

judged as (

    select
        accounts.source_key,
        accounts.source_system,
        accounts.source_id,
        accounts.account_id,
        accounts.record_count,
        accounts.is_linked,
        accounts.fault,
        claims.claim_source,
        claims.claim_rank,
        claims.claimed_value,
        claims.named_source_key,
        claims.claimed_account_key,
        claims.finding,
        coalesce(claims.claimed_account_key = accounts.account_key, false) as is_agreed,
        max(case when claims.claim_rank = 2 and claims.finding = 'stated' then 1 else 0 end)
            over (partition by accounts.source_key) as has_explicit_id
    from claims
    inner join accounts on claims.source_key = accounts.source_key

),

final as (

    select
        source_key,
        source_system,
        source_id,
        account_id,
        claim_source,
        claim_rank,
        claimed_value,
        named_source_key,
        finding,
        case
            when claimed_account_key is not null then 'acct_' || md5(claimed_account_key)
        end as claimed_account_id,
        case
            when finding in ('points_to_nothing', 'free_mail', 'disposable', 'internal', 'unusable')
                then 'not_usable'
            when is_agreed then 'agrees'
            when claimed_account_key is null then 'names_no_account'
            when is_linked then 'overruled_by_link'
            when fault is not null then 'unsettled'
            when claim_rank = 3 and (has_explicit_id = 1 or record_count > 1)
                then 'overruled_by_explicit_id'
            else 'unsettled'
        end as outcome,
        case
            when finding = 'points_to_nothing' then 'no record has this id'
            when finding = 'free_mail' then 'anybody can have an address at this domain'
            when finding = 'disposable' then 'a domain of throw-away addresses'
            when finding = 'internal' then 'the domain of the company that runs this project'
            when finding = 'unusable' then 'not the name of a company'
            when finding = 'contested' then 'several unrelated accounts claim this domain'
            when finding = 'listed' then 'one CRM account lists this domain'
            when finding = 'used' then 'records of one account use this domain'
            when finding = 'country'
                then 'one CRM account lists this name under another country'
            when finding = 'unowned' then 'the same company domain, without a CRM account'
            when claim_rank = 1 then 'the company says so'
            when is_agreed then 'the record names it'
            else 'the record names it, but its account is another'
        end as reason
    from judged

)

select * from final
