with scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where failure_mode = 'borrowed_nrr'

),

final as (

    select
        scenario_id,
        is_base,
        max(case when parameter = 'bn_acct_margin_drop' then value end) as bn_acct_margin_drop,
        max(case when parameter = 'bn_price_only_share' then value end) as bn_price_only_share,
        max(case when parameter = 'bn_concession_pct' then value end) as bn_concession_pct,
        max(case when parameter = 'bn_expansion_margin_gap' then value end)
            as bn_expansion_margin_gap,
        max(case when parameter = 'bn_nrr_slope_min' then value end) as bn_nrr_slope_min,
        max(case when parameter = 'bn_gm_drop' then value end) as bn_gm_drop,
        max(case when parameter = 'bn_durability_drop' then value end) as bn_durability_drop
    from scenario_values
    group by scenario_id, is_base

)

select * from final
