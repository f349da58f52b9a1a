with signal_exclusions as (

    select * from {{ ref('int_product__signal_exclusions') }}

),

touch_exclusions as (

    select * from {{ ref('int_motions__touch_exclusions') }}

),

final as (

    select
        'signal' as evidence_kind,
        source_table,
        source_id as evidence_id,
        signalled_at as happened_at,
        exclusion_reason
    from signal_exclusions
    union all
    select
        'touch' as evidence_kind,
        source_table,
        touch_id as evidence_id,
        touched_at as happened_at,
        exclusion_reason
    from touch_exclusions

)

select * from final
