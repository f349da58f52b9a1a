with accounts as (

    select * from {{ ref('int_identity__accounts') }}

),

match_rules as (

    select * from {{ ref('int_identity__match_rules') }}

),

claims as (

    select * from {{ ref('int_identity__claims') }}

),

identity_rules as (

    select * from {{ ref('identity_rules') }}

),

-- The two ends of what cannot be settled, in words; a record makes two explicit claims at most.
disputes as (

    select
        source_key,
        count(distinct case when finding = 'contested' then claimed_account_id end)
            as contender_count,
        max(
            case
                when finding = 'points_to_nothing' then claim_source || ' ' || claimed_value
            end
        ) as dead_claim,
        min(case when claim_rank = 2 then claim_source || ' ' || claimed_value end)
            as first_claim,
        max(case when claim_rank = 2 then claim_source || ' ' || claimed_value end)
            as last_claim,
        max(case when claim_rank = 3 then claimed_value end) as mail_domain
    from claims
    group by source_key

),

names_for_it as (

    select
        named_source_key as source_key,
        min(source_key) as first_name,
        max(source_key) as last_name
    from claims
    where named_source_key is not null
    group by named_source_key

),

final as (

    select
        accounts.source_key,
        accounts.source_system,
        accounts.source_id,
        accounts.account_id,
        identity_rules.match_method,
        identity_rules.match_confidence,
        match_rules.fault is not null as is_quarantined,
        case match_rules.fault
            when 'ids_disagree'
                then
                    'its own ids lead to different accounts: '
                    || disputes.first_claim
                    || ', '
                    || disputes.last_claim
            when 'points_to_nothing'
                then 'its id points to nothing: ' || disputes.dead_claim
            when 'named_by_several'
                then
                    'records of different accounts name it, among them '
                    || names_for_it.first_name
                    || ' and '
                    || names_for_it.last_name
            when 'parents_go_round'
                then 'its chain of parents does not end: ' || disputes.last_claim
            when 'domains_disagree'
                then
                    'the domains of its records lead to different accounts, its own is '
                    || coalesce(disputes.mail_domain, 'unknown')
            when 'domain_contested'
                then
                    'unrelated accounts ('
                    || cast(disputes.contender_count as varchar)
                    || ') claim its domain '
                    || disputes.mail_domain
        end as quarantine_reason,
        match_rules.match_rule,
        case
            when identity_rules.match_method in ('explicit', 'email_domain')
                then
                    identity_rules.reason
                    || case
                        when match_rules.tied_by is not null
                            then ': ' || match_rules.tied_by || ' ' || match_rules.tied_to
                        else ''
                    end
            else identity_rules.reason
        end as match_reason
    from accounts
    inner join match_rules on accounts.source_key = match_rules.source_key
    inner join identity_rules on match_rules.match_rule = identity_rules.match_rule
    left join disputes on accounts.source_key = disputes.source_key
    left join names_for_it on accounts.source_key = names_for_it.source_key

)

select * from final
