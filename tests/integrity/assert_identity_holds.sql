{{ config(group='warehouse') }}
-- Every staged workspace, customer and CRM account is in the bridge once; who is quarantined has a
-- reason and who has a reason is quarantined; the passes over ids and domains have come to rest.
-- A row here is a record that was lost or doubled, or whose account would change with one more
-- pass: raise `passes` in int_identity__explicit_groups or int_identity__domain_groups.
with staged as (

    select concat_ws('', 'workspace:', workspace_id) as source_key
    from {{ ref('stg_product__workspaces') }}
    union all
    select concat_ws('', 'customer:', customer_id) as source_key
    from {{ ref('stg_billing__billing_customers') }}
    union all
    select concat_ws('', 'crm_account:', crm_account_id) as source_key
    from {{ ref('stg_crm__crm_accounts') }}

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
        staged.source_key,
        count(bridge.account_id) as bridge_rows
    from staged
    left join bridge on staged.source_key = bridge.source_key
    group by staged.source_key

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
