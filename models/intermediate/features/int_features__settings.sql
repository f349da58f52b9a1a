with parameter_values as (

    select * from {{ ref('int_config__parameter_values') }}

),

final as (

    select
        cast(max(case when parameter = 'score_history_months' then value end) as bigint)
            as score_history_months,
        cast(max(case when parameter = 'pql_conversion_days' then value end) as bigint)
            as pql_conversion_days,
        cast(max(case when parameter = 'pql_active_days' then value end) as bigint)
            as pql_active_days,
        cast(max(case when parameter = 'pql_cut' then value end) as bigint) as pql_cut,
        cast(max(case when parameter = 'pqa_min_active_users' then value end) as bigint)
            as pqa_min_active_users,
        cast(max(case when parameter = 'score_lift_min' then value end) as decimal(18, 6))
            as score_lift_min,
        cast(max(case when parameter = 'score_train_months' then value end) as bigint)
            as score_train_months,
        cast(max(case when parameter = 'score_holdout_months' then value end) as bigint)
            as score_holdout_months,
        cast(max(case when parameter = 'expansion_horizon_days' then value end) as bigint)
            as expansion_horizon_days,
        cast(max(case when parameter = 'conversion_horizon_days' then value end) as bigint)
            as conversion_horizon_days,
        cast(max(case when parameter = 'score_motion_days' then value end) as bigint)
            as score_motion_days,
        cast(max(case when parameter = 'forecast_days' then value end) as bigint)
            as forecast_days,
        cast(max(case when parameter = 'clv_months' then value end) as bigint) as clv_months,
        cast(max(case when parameter = 'clv_discount_rate' then value end) as decimal(18, 6))
            as clv_discount_rate,
        cast(max(case when parameter = 'active_user_days' then value end) as bigint)
            as active_user_days,
        cast(max(case when parameter = 'act_window_days' then value end) as bigint)
            as act_window_days,
        cast(max(case when parameter = 'min_cell_n' then value end) as bigint) as min_cell_n,
        cast(max(case when parameter = 'impact_interval_level' then value end) as decimal(18, 6))
            as impact_interval_level,
        cast(max(case when parameter = 'beta_prior_strength' then value end) as decimal(18, 6))
            as beta_prior_strength
    from parameter_values

)

select * from final
