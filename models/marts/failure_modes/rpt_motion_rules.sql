with rules as (

    select * from {{ ref('int_failure_modes__ad_rules') }}

),

months as (

    select * from {{ ref('int_failure_modes__months') }}
    where is_current

),

final as (

    select
        rules.kind,
        rules.rule_version,
        rules.effective_on,
        rules.age_days,
        rules.max_age_days,
        rules.is_in_force,
        rules.is_stale,
        rules.has_crossed_band,
        rules.arr_then,
        rules.arr_now,
        rules.arr_basis,
        rules.stage_ratio
    from rules
    inner join months on rules.as_of_month = months.as_of_month

)

select * from final
