{% set passes = 6 -%}
with company_domains as (

    select * from {{ ref('int_identity__company_domains') }}
    where not is_anchored and not is_linked and fault is null

),

domain_owners as (

    select * from {{ ref('int_identity__domain_owners') }}
    where owner_basis <> 'contested'

),

explicit_groups as (

    select * from {{ ref('int_identity__explicit_groups') }}
    where not is_anchored and fault is null

),

uses as (

    select distinct
        company_domains.account_key,
        'domain:' || company_domains.registrable_domain as domain_key
    from company_domains
    inner join domain_owners
        on company_domains.registrable_domain = domain_owners.registrable_domain

),

edges as (

    select
        account_key as node_key,
        domain_key as neighbour_key
    from uses
    union all
    select
        domain_key as node_key,
        account_key as neighbour_key
    from uses

),

pass_0 as (

    select distinct
        account_key as node_key,
        'group' as node_kind,
        false as is_torn,
        cast(null as varchar) as anchor_key,
        account_key as component_key
    from explicit_groups
    union all
    select
        'domain:' || registrable_domain as node_key,
        'domain' as node_kind,
        false as is_torn,
        owner_account_key as anchor_key,
        cast(null as varchar) as component_key
    from domain_owners

),

-- From a domain to the groups that use it and back; who hears of two accounts takes and tells none.
{% for pass in range(1, passes + 1) -%}
heard_{{ pass }} as (

    select
        edges.node_key,
        count(distinct neighbours.anchor_key) as anchor_count,
        min(neighbours.anchor_key) as anchor_key,
        min(neighbours.component_key) as component_key
    from edges
    inner join pass_{{ pass - 1 }} as neighbours on edges.neighbour_key = neighbours.node_key
    where not neighbours.is_torn
    group by edges.node_key

),

pass_{{ pass }} as (

    select
        known.node_key,
        known.node_kind,
        known.is_torn or (known.anchor_key is null and coalesce(heard.anchor_count, 0) > 1)
            as is_torn,
        case
            when known.anchor_key is not null or known.is_torn then known.anchor_key
            when heard.anchor_count = 1 then heard.anchor_key
        end as anchor_key,
        case
            when known.component_key is null then heard.component_key
            when heard.component_key is null then known.component_key
            else least(known.component_key, heard.component_key)
        end as component_key
    from pass_{{ pass - 1 }} as known
    left join heard_{{ pass }} as heard on known.node_key = heard.node_key

),

{% endfor -%}
final as (

    select
        last_pass.node_key,
        last_pass.node_kind,
        last_pass.is_torn,
        case
            when last_pass.is_torn and last_pass.node_kind = 'group' then last_pass.node_key
            else coalesce(last_pass.anchor_key, last_pass.component_key)
        end as account_key,
        coalesce(last_pass.anchor_key, last_pass.component_key, '')
        = coalesce(pass_before.anchor_key, pass_before.component_key, '')
        and last_pass.is_torn = pass_before.is_torn as is_fixed
    from pass_{{ passes }} as last_pass
    inner join pass_{{ passes - 1 }} as pass_before on last_pass.node_key = pass_before.node_key

)

select * from final
