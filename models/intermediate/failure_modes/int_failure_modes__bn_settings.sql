with scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where failure_mode = 'borrowed_nrr' and is_base

),

final as (

    select
        max(case when parameter = 'cs_cogs_share' then value end) as cs_cogs_share,
        cast(max(case when parameter = 'window_days' then value end) as bigint) as window_days,
        cast(max(case when parameter = 'bn_quarters' then value end) as bigint) as bn_quarters,
        cast(max(case when parameter = 'bn_min_quarters' then value end) as bigint)
            as bn_min_quarters,
        cast(max(case when parameter = 'bn_on_time_days' then value end) as bigint)
            as bn_on_time_days,
        max(case when parameter = 'bn_expected_loss_max' then value end) as bn_expected_loss_max,
        cast(max(case when parameter = 'bn_min_margin_months' then value end) as bigint)
            as bn_min_margin_months,
        cast(max(case when parameter = 'board_quarters' then value end) as bigint)
            as board_quarters,
        cast(max(case when parameter = 'min_cell_n' then value end) as bigint) as min_cell_n,
        max(case when parameter = 'interval_z' then value end) as interval_z
    from scenario_values

)

select * from final
