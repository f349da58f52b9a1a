with records as (

    select * from {{ ref('int_identity__records') }}
    where source_system = 'crm_account'

),

-- A link names either another CRM account, which then is the parent, or an account of its own.
-- It stands above the parent that the CRM knows.
parents as (

    select
        records.source_id,
        records.link_key,
        case when records.link_key is not null then linked.source_id else parent.source_id end
            as parent_id
    from records
    left join records as parent
        on
            records.parent_crm_account_id = parent.source_id
            and records.source_id <> parent.source_id
    left join records as linked
        on records.link_key = linked.source_id and records.source_id <> linked.source_id

),

up_1 as (

    select
        source_id,
        coalesce(parent_id, source_id) as ancestor_id
    from parents

),

-- Each pass doubles the reach: sixteen levels of parents in all.
up_2 as (

    select
        below.source_id,
        above.ancestor_id
    from up_1 as below
    inner join up_1 as above on below.ancestor_id = above.source_id

),

up_4 as (

    select
        below.source_id,
        above.ancestor_id
    from up_2 as below
    inner join up_2 as above on below.ancestor_id = above.source_id

),

up_8 as (

    select
        below.source_id,
        above.ancestor_id
    from up_4 as below
    inner join up_4 as above on below.ancestor_id = above.source_id

),

up_16 as (

    select
        below.source_id,
        above.ancestor_id
    from up_8 as below
    inner join up_8 as above on below.ancestor_id = above.source_id

),

-- Where the ancestor has a parent itself, the chain of parents goes round in a circle.
roots as (

    select
        up_16.source_id,
        ancestors.parent_id is not null as is_endless,
        case when ancestors.parent_id is null then ancestors.source_id else up_16.source_id end
            as root_id,
        case when ancestors.parent_id is null then ancestors.link_key end as root_link_key
    from up_16
    inner join parents as ancestors on up_16.ancestor_id = ancestors.source_id

),

final as (

    select
        source_id as crm_account_id,
        root_id as root_crm_account_id,
        case
            when root_link_key is not null and root_link_key <> root_id
                then 'account_link:' || root_link_key
            else 'crm_account:' || root_id
        end as account_key,
        is_endless
    from roots

)

select * from final
