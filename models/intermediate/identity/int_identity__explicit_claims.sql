with records as (

    select * from {{ ref('int_identity__records') }}

),

crm_roots as (

    select * from {{ ref('int_identity__crm_roots') }}

),

stated as (

    select
        records.source_key,
        'account_links' as claim_source,
        1 as claim_rank,
        'crm_account' as claimed_system,
        records.link_key as claimed_id
    from records
    where records.link_key is not null
    union all
    select
        records.source_key,
        'parent_crm_account_id' as claim_source,
        2 as claim_rank,
        'crm_account' as claimed_system,
        records.parent_crm_account_id as claimed_id
    from records
    where records.parent_crm_account_id <> records.source_id
    union all
    select
        records.source_key,
        'crm_account_id' as claim_source,
        2 as claim_rank,
        'crm_account' as claimed_system,
        records.crm_account_id as claimed_id
    from records
    where records.crm_account_id is not null
    union all
    select
        records.source_key,
        'customer_id' as claim_source,
        2 as claim_rank,
        'customer' as claimed_system,
        records.customer_id as claimed_id
    from records
    where records.customer_id is not null
    union all
    select
        records.source_key,
        'workspace_id' as claim_source,
        2 as claim_rank,
        'workspace' as claimed_system,
        records.workspace_id as claimed_id
    from records
    where records.workspace_id is not null

),

final as (

    select
        stated.source_key,
        stated.claim_source,
        stated.claim_rank,
        stated.claimed_id,
        named.source_key as named_source_key,
        named.source_key is not null or stated.claim_rank = 1 as is_found,
        -- The account that is named without going through another workspace or customer.
        case
            when crm_roots.account_key is not null then crm_roots.account_key
            when stated.claim_rank = 1 then 'account_link:' || stated.claimed_id
        end as named_account_key
    from stated
    left join records as named
        on
            stated.claimed_system = named.source_system
            and stated.claimed_id = named.source_id
    left join crm_roots
        on
            stated.claimed_system = 'crm_account'
            and stated.claimed_id = crm_roots.crm_account_id

)

select * from final
