{% set passes = 5 -%}
with records as (

    select * from {{ ref('int_identity__records') }}
    where source_system <> 'crm_account'

),

explicit_claims as (

    select * from {{ ref('int_identity__explicit_claims') }}

),

-- The account that a record names itself; a link stands above the record's own ids.
own_words as (

    select
        records.source_key,
        coalesce(
            max(case when claims.claim_rank = 1 then claims.named_account_key end),
            max(case when claims.claim_source = 'crm_account_id' then claims.named_account_key end)
        ) as account_key,
        max(case when claims.claim_rank = 1 then 1 else 0 end) as is_linked,
        sum(case when claims.is_found then 1 else 0 end) as found_count,
        count(claims.claim_source) as claim_count
    from records
    left join explicit_claims as claims on records.source_key = claims.source_key
    group by records.source_key

),

statements as (

    select
        claims.source_key,
        claims.named_source_key,
        coalesce(claims.named_account_key, named.account_key) as account_key
    from explicit_claims as claims
    inner join own_words on claims.source_key = own_words.source_key
    left join own_words as named on claims.named_source_key = named.source_key
    where claims.claim_rank = 2 and claims.is_found and own_words.is_linked = 0

),

disagreeing as (

    select source_key
    from statements
    group by source_key
    having count(distinct account_key) > 1

),

-- A record whose own ids cannot be settled stands for itself; so does what names it.
pass_0 as (

    select
        own_words.source_key,
        own_words.source_key as component_key,
        case
            when disagreeing.source_key is not null then 'ids_disagree'
            when own_words.claim_count > 0 and own_words.found_count = 0 then 'points_to_nothing'
        end as fault,
        case
            when disagreeing.source_key is not null then own_words.source_key
            when own_words.claim_count > 0 and own_words.found_count = 0 then own_words.source_key
            else own_words.account_key
        end as anchor_key
    from own_words
    left join disagreeing on own_words.source_key = disagreeing.source_key

),

-- Workspace and customer, whichever of them names the other.
edges as (

    select
        statements.source_key,
        statements.named_source_key as neighbour_key,
        false as is_named_by_neighbour
    from statements
    inner join records on statements.named_source_key = records.source_key
    union all
    select
        statements.named_source_key as source_key,
        statements.source_key as neighbour_key,
        true as is_named_by_neighbour
    from statements
    inner join records on statements.named_source_key = records.source_key

),

-- Each pass hands the account one record further; a record that hears of several takes none.
{% for pass in range(1, passes + 1) -%}
heard_{{ pass }} as (

    select
        edges.source_key,
        count(distinct neighbours.anchor_key) as anchor_count,
        min(neighbours.anchor_key) as anchor_key,
        min(neighbours.component_key) as component_key
    from edges
    inner join pass_{{ pass - 1 }} as neighbours on edges.neighbour_key = neighbours.source_key
    where neighbours.fault is null or not edges.is_named_by_neighbour
    group by edges.source_key

),

pass_{{ pass }} as (

    select
        known.source_key,
        least(known.component_key, coalesce(heard.component_key, known.component_key))
            as component_key,
        case
            when known.anchor_key is null and heard.anchor_count > 1 then 'named_by_several'
            else known.fault
        end as fault,
        case
            when known.anchor_key is not null then known.anchor_key
            when heard.anchor_count > 1 then known.source_key
            else heard.anchor_key
        end as anchor_key
    from pass_{{ pass - 1 }} as known
    left join heard_{{ pass }} as heard on known.source_key = heard.source_key

),

{% endfor -%}
final as (

    select
        last_pass.source_key,
        coalesce(last_pass.anchor_key, last_pass.component_key) as account_key,
        last_pass.anchor_key is not null and last_pass.fault is null as is_anchored,
        last_pass.fault,
        coalesce(last_pass.anchor_key, last_pass.component_key)
        = coalesce(pass_before.anchor_key, pass_before.component_key) as is_fixed
    from pass_{{ passes }} as last_pass
    inner join pass_{{ passes - 1 }} as pass_before
        on last_pass.source_key = pass_before.source_key

)

select * from final
