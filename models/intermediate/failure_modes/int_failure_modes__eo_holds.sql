{{ config(materialized='view') }}

with computed_holds as (

    select * from {{ ref('int_product__computed_holds') }}
    where signal_type in (
            'depth_on_tier', 'seat_saturation', 'growing_dependency', 'premium_gate_attempts'
        )

),

growth_holds as (

    select * from {{ ref('int_failure_modes__eo_growth_holds') }}

),

limit_holds as (

    select * from {{ ref('int_failure_modes__eo_limit_holds') }}

),

adjacent_holds as (

    select * from {{ ref('int_failure_modes__eo_adjacent_holds') }}

),

final as (

    select
        case signal_type
            when 'depth_on_tier' then 'e1'
            when 'seat_saturation' then 'e3'
            when 'growing_dependency' then 'e5'
            else 'e6'
        end as evidence_kind,
        account_id,
        product_line,
        subject,
        holds_from_on,
        holds_until_on,
        evidence
    from computed_holds
    union all
    select
        'e2' as evidence_kind,
        account_id,
        product_line,
        concat_ws(':', measure, subject) as subject,
        holds_from_on,
        holds_until_on,
        evidence
    from growth_holds
    union all
    select
        'e3' as evidence_kind,
        account_id,
        product_line,
        concat_ws('/', workspace_id, limit_key) as subject,
        holds_from_on,
        holds_until_on,
        evidence
    from limit_holds
    union all
    select
        'e4' as evidence_kind,
        account_id,
        product_line,
        subject,
        holds_from_on,
        holds_until_on,
        evidence
    from adjacent_holds

)

select * from final
