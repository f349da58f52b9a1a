{{ config(group="warehouse") }}

-- What it is: whatever was staged as a signal or as a touch is in its mart or among the exclusions,
-- once: signals that the company recorded, prompts, invites and exposures, hard limits reached; and
-- touches, opportunities, success activities, tickets and forms.
-- When it matters: evidence lost on the way makes a start unknown, or somebody else's.
-- How to fix: a join on the way from the staged table to the mart drops or multiplies rows.
with staged as (

    select
        'signal' as evidence_kind,
        'product_signals' as source_table,
        count(*) as row_count
    from {{ ref('stg_product__product_signals') }}
    union all
    select
        'signal' as evidence_kind,
        'in_product_prompts' as source_table,
        count(distinct prompt_id) as row_count
    from {{ ref('stg_product__in_product_prompts') }}
    union all
    select
        'signal' as evidence_kind,
        'invites' as source_table,
        count(*) as row_count
    from {{ ref('stg_product__invites') }}
    union all
    select
        'signal' as evidence_kind,
        'external_exposures' as source_table,
        count(*) as row_count
    from {{ ref('stg_product__external_exposures') }}
    union all
    select
        'signal' as evidence_kind,
        'usage_meters' as source_table,
        count(*) as row_count
    from {{ ref('int_product__limit_hits') }}
    union all
    select
        'touch' as evidence_kind,
        'commercial_touches' as source_table,
        count(*) as row_count
    from {{ ref('stg_crm__commercial_touches') }}
    union all
    select
        'touch' as evidence_kind,
        'opportunities' as source_table,
        count(*) as row_count
    from {{ ref('stg_crm__opportunities') }}
    union all
    select
        'touch' as evidence_kind,
        'cs_activities' as source_table,
        count(*) as row_count
    from {{ ref('stg_success__cs_activities') }}
    union all
    select
        'touch' as evidence_kind,
        'tickets' as source_table,
        count(*) as row_count
    from {{ ref('stg_success__tickets') }}
    union all
    select
        'touch' as evidence_kind,
        'marketing_touches' as source_table,
        count(*) as row_count
    from {{ ref('stg_crm__marketing_touches') }}
    where action in ('form_submit', 'demo_request')

),

shown as (

    select
        'signal' as evidence_kind,
        source_table,
        source_id as evidence_id
    from {{ ref('fct_product_signals') }}
    where origin <> 'computed'
    union all
    select
        'touch' as evidence_kind,
        source_table,
        touch_id as evidence_id
    from {{ ref('fct_human_touches') }}
    union all
    select
        evidence_kind,
        source_table,
        evidence_id
    from {{ ref('rpt_evidence_exclusions') }}

),

counted as (

    select
        evidence_kind,
        source_table,
        count(*) as row_count,
        count(distinct evidence_id) as id_count
    from shown
    group by evidence_kind, source_table

)

select
    staged.evidence_kind,
    staged.source_table,
    staged.row_count as staged_rows,
    coalesce(counted.row_count, 0) as kept_rows
from staged
left join counted
    on staged.evidence_kind = counted.evidence_kind
    and staged.source_table = counted.source_table
where
    staged.row_count <> coalesce(counted.row_count, 0)
    or staged.row_count <> coalesce(counted.id_count, 0)
