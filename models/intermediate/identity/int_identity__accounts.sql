with records as (

    select * from {{ ref('int_identity__records') }}

),

crm_roots as (

    select * from {{ ref('int_identity__crm_roots') }}

),

explicit_claims as (

    select * from {{ ref('int_identity__explicit_claims') }}

),

explicit_groups as (

    select * from {{ ref('int_identity__explicit_groups') }}

),

domain_groups as (

    select * from {{ ref('int_identity__domain_groups') }}
    where node_kind = 'group'

),

lost_parents as (

    select explicit_claims.source_key
    from explicit_claims
    inner join records on explicit_claims.source_key = records.source_key
    where
        explicit_claims.claim_source = 'parent_crm_account_id'
        and not explicit_claims.is_found
        and records.link_key is null

),

placed as (

    select
        'crm_account:' || crm_roots.crm_account_id as source_key,
        crm_roots.account_key,
        false as is_moved_by_domain,
        case
            when crm_roots.is_endless then 'parents_go_round'
            when lost_parents.source_key is not null then 'points_to_nothing'
        end as fault
    from crm_roots
    left join lost_parents
        on 'crm_account:' || crm_roots.crm_account_id = lost_parents.source_key
    union all
    select
        explicit_groups.source_key,
        coalesce(domain_groups.account_key, explicit_groups.account_key) as account_key,
        coalesce(domain_groups.account_key <> explicit_groups.account_key, false)
            as is_moved_by_domain,
        case
            when explicit_groups.fault is not null then explicit_groups.fault
            when domain_groups.is_torn then 'domains_disagree'
        end as fault
    from explicit_groups
    left join domain_groups
        on
            explicit_groups.account_key = domain_groups.node_key
            and not explicit_groups.is_anchored
            and explicit_groups.fault is null

),

sizes as (

    select
        account_key,
        count(*) as record_count
    from placed
    group by account_key

),

final as (

    select
        records.source_key,
        records.source_system,
        records.source_id,
        placed.account_key,
        'acct_' || md5(placed.account_key) as account_id,
        sizes.record_count,
        records.link_key is not null as is_linked,
        placed.is_moved_by_domain,
        placed.fault
    from records
    inner join placed on records.source_key = placed.source_key
    inner join sizes on placed.account_key = sizes.account_key

)

select * from final
