with scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where failure_mode = 'conversion_black_holes'

),

-- Evidence reaches back as far as any scenario asks.
widest as (

    select cast(max(value) as bigint) as widest_prior_motion_days
    from scenario_values
    where parameter = 'cbh_prior_motion_days'

),

base as (

    select
        max(case when parameter = 'vr_min_days' then value end) as vr_min_days,
        max(case when parameter = 'vr_window_days' then value end) as vr_window_days,
        max(case when parameter = 'active_user_days' then value end) as usage_days,
        max(case when parameter = 'cbh_horizon_days' then value end) as horizon_days,
        max(case when parameter = 'cbh_maturity_days' then value end) as maturity_days,
        max(case when parameter = 'cbh_flag_rate' then value end) as flag_rate,
        max(case when parameter = 'cbh_flag_rescue_share' then value end) as flag_rescue_share,
        max(case when parameter = 'cbh_product_start_days' then value end) as product_start_days,
        max(case when parameter = 'min_cell_n' then value end) as min_cell_n,
        max(case when parameter = 'beta_prior_strength' then value end) as prior_strength,
        max(case when parameter = 'impact_interval_level' then value end) as interval_level
    from scenario_values
    where is_base

),

final as (

    select
        cast(base.vr_min_days as bigint) as vr_min_days,
        cast(base.vr_window_days as bigint) as vr_window_days,
        cast(base.usage_days as bigint) as usage_days,
        widest.widest_prior_motion_days,
        cast(base.horizon_days as bigint) as horizon_days,
        cast(base.maturity_days as bigint) as maturity_days,
        base.flag_rate,
        base.flag_rescue_share,
        cast(base.product_start_days as bigint) as product_start_days,
        cast(base.min_cell_n as bigint) as min_cell_n,
        base.prior_strength,
        base.interval_level
    from base
    cross join widest

)

select * from final
