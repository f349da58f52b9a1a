with replacements as (

    select * from {{ ref('int_revenue__replacements') }}

),

late_renewals as (

    select * from {{ ref('int_revenue__late_renewals') }}

),

final as (

    select
        predecessor_id,
        successor_id,
        continued_on,
        is_same_line,
        'replaced' as continuation_kind
    from replacements
    union all
    select
        predecessor_id,
        successor_id,
        continued_on,
        true as is_same_line,
        'renewed_late' as continuation_kind
    from late_renewals

)

select * from final
