with accounts as (

    select * from {{ ref('int_identity__accounts') }}

),

claims as (

    select * from {{ ref('int_identity__claims') }}

),

identity_rules as (

    select * from {{ ref('identity_rules') }}

),

-- A claim that agrees ties both ends: the record that states it and the record it names.
ties as (

    select
        source_key,
        case
            when claim_source = 'account_links' then 'account_link'
            when claim_source = 'parent_crm_account_id' then 'parent'
            when claim_rank = 2 then 'explicit_id'
            else 'domain_' || finding
        end as match_rule,
        claim_source as tied_by,
        claimed_value as tied_to
    from claims
    where outcome = 'agrees'
    union all
    select
        named_source_key as source_key,
        'named_by_other' as match_rule,
        claim_source as tied_by,
        source_key as tied_to
    from claims
    where outcome = 'agrees' and named_source_key is not null

),

doubts as (

    select
        source_key,
        max(case when claim_rank = 2 and outcome = 'not_usable' then 1 else 0 end) as has_dead_id,
        max(case when outcome = 'overruled_by_explicit_id' then 1 else 0 end) as has_other_domain,
        max(case when claim_rank = 3 and outcome = 'agrees' then 1 else 0 end) as has_own_domain,
        max(case when finding = 'contested' then 1 else 0 end) as has_contested_domain
    from claims
    group by source_key

),

candidates as (

    select
        accounts.source_key,
        ties.tied_by,
        ties.tied_to,
        case
            when
                rules.match_method = 'explicit'
                and doubts.has_other_domain = 1 and doubts.has_own_domain = 0
                then 'explicit_against_domain'
            when
                rules.match_method = 'explicit'
                and doubts.has_dead_id = 1 and not accounts.is_linked
                then 'explicit_beside_dead_id'
            else ties.match_rule
        end as match_rule,
        row_number() over (
            partition by accounts.source_key
            order by
                rules.rule_rank asc nulls last,
                ties.tied_by asc nulls last,
                ties.tied_to asc nulls last
        ) as tie_number
    from accounts
    inner join ties on accounts.source_key = ties.source_key
    inner join identity_rules as rules on ties.match_rule = rules.match_rule
    left join doubts on accounts.source_key = doubts.source_key
    -- Records that a shared domain moved owe their account to it, whatever ties them together.
    where
        (rules.match_method = 'explicit' and not accounts.is_moved_by_domain)
        or (rules.match_method = 'email_domain' and accounts.record_count > 1)

),

final as (

    select
        accounts.source_key,
        candidates.tied_by,
        candidates.tied_to,
        case
            when accounts.fault is not null then accounts.fault
            when
                candidates.match_rule is null
                and not accounts.is_moved_by_domain
                and doubts.has_contested_domain = 1
                then 'domain_contested'
        end as fault,
        case
            when accounts.fault is not null then 'quarantined'
            when candidates.match_rule is not null then candidates.match_rule
            when accounts.is_moved_by_domain then 'domain_of_relative'
            when doubts.has_contested_domain = 1 then 'quarantined'
            else 'single_source'
        end as match_rule
    from accounts
    left join candidates
        on accounts.source_key = candidates.source_key and candidates.tie_number = 1
    left join doubts on accounts.source_key = doubts.source_key

)

select * from final
