-- Every source record is in the bridge once; who is quarantined has a reason and who has a reason
-- is quarantined; the passes over ids and domains have come to rest. A row here is a record that
-- was lost or doubled, or whose account would change with one more pass: raise `passes` in
-- int_identity__explicit_groups or int_identity__domain_groups.
{{ config(group='warehouse') }}
with records as (

    select * from {{ ref('int_identity__records') }}

),

bridge as (

    select * from {{ ref('int_identity__bridge') }}

),

explicit_groups as (

    select * from {{ ref('int_identity__explicit_groups') }}

),

domain_groups as (

    select * from {{ ref('int_identity__domain_groups') }}

),

appearances as (

    select
        records.source_key,
        count(bridge.source_key) as bridge_rows
    from records
    left join bridge on records.source_key = bridge.source_key
    group by records.source_key

),

final as (

    select
        source_key,
        'is not once in the bridge' as finding
    from appearances
    where bridge_rows != 1
    union all
    select
        source_key,
        'quarantine and reason differ' as finding
    from bridge
    where
        is_quarantined != (quarantine_reason is not null)
        or is_quarantined != (match_method = 'quarantined')
    union all
    select
        source_key,
        'ids have not come to rest' as finding
    from explicit_groups
    where not is_fixed
    union all
    select
        node_key as source_key,
        'domains have not come to rest' as finding
    from domain_groups
    where not is_fixed

)

select * from final
