with parameter_values as (

    select * from {{ ref('int_config__parameter_values') }}

),

final as (

    select
        max(case when parameter = 'reporting_currency' then value end) as reporting_currency,
        max(case when parameter = 'fx_basis' then value end) as fx_basis,
        cast(max(case when parameter = 'fiscal_year_start_month' then value end) as bigint)
            as fiscal_year_start_month,
        cast(max(case when parameter = 'window_days' then value end) as bigint) as window_days,
        cast(max(case when parameter = 'min_account_age_days' then value end) as bigint)
            as min_account_age_days,
        cast(max(case when parameter = 'lookback_days_acquisition' then value end) as bigint)
            as lookback_days_acquisition,
        cast(max(case when parameter = 'lookback_days_conversion' then value end) as bigint)
            as lookback_days_conversion,
        cast(max(case when parameter = 'lookback_days_expansion' then value end) as bigint)
            as lookback_days_expansion,
        cast(max(case when parameter = 'lookback_days_retention' then value end) as bigint)
            as lookback_days_retention,
        cast(max(case when parameter = 'prompt_to_order_days' then value end) as bigint)
            as prompt_to_order_days,
        cast(max(case when parameter = 'signal_response_days' then value end) as bigint)
            as signal_response_days,
        cast(max(case when parameter = 'self_serve_quiet_days' then value end) as bigint)
            as self_serve_quiet_days,
        cast(max(case when parameter = 'min_initiation_coverage' then value end) as decimal(18, 6))
            as min_initiation_coverage,
        cast(max(case when parameter = 'act_min_users' then value end) as bigint) as act_min_users,
        cast(max(case when parameter = 'act_min_value_events' then value end) as bigint)
            as act_min_value_events,
        cast(max(case when parameter = 'act_window_days' then value end) as bigint)
            as act_window_days,
        cast(max(case when parameter = 'vr_min_days' then value end) as bigint) as vr_min_days,
        cast(
            max(case when parameter = 'vr_window_days' then value end) as bigint
        ) as vr_window_days,
        cast(max(case when parameter = 'min_cell_n' then value end) as bigint) as min_cell_n,
        cast(max(case when parameter = 'renewal_gap_days' then value end) as bigint)
            as renewal_gap_days,
        cast(max(case when parameter = 'renewal_min_term_months' then value end) as bigint)
            as renewal_min_term_months,
        cast(max(case when parameter = 'past_due_grace_days' then value end) as bigint)
            as past_due_grace_days,
        cast(max(case when parameter = 'usage_trailing_months' then value end) as bigint)
            as usage_trailing_months,
        cast(
            max(case when parameter = 'later_arr_days' then value end) as bigint
        ) as later_arr_days,
        cast(max(case when parameter = 'opportunity_match_days' then value end) as bigint)
            as opportunity_match_days,
        cast(max(case when parameter = 'prompt_match_days' then value end) as bigint)
            as prompt_match_days,
        cast(max(case when parameter = 'smb_max_employees' then value end) as bigint)
            as smb_max_employees,
        cast(max(case when parameter = 'mid_max_employees' then value end) as bigint)
            as mid_max_employees,
        cast(max(case when parameter = 'icp_grade_a_min' then value end) as bigint)
            as icp_grade_a_min,
        cast(max(case when parameter = 'icp_grade_b_min' then value end) as bigint)
            as icp_grade_b_min,
        cast(max(case when parameter = 'icp_grade_c_min' then value end) as bigint)
            as icp_grade_c_min,
        max(case when parameter = 'include_contractors' then value end) as include_contractors,
        cast(
            max(case when parameter = 'elasticity_min_revenue_growth' then value end)
            as decimal(18, 6)
        ) as elasticity_min_revenue_growth,
        cast(max(case when parameter = 'country_domain_min_letters' then value end) as bigint)
            as country_domain_min_letters,
        cast(max(case when parameter = 'logging_good_share' then value end) as decimal(18, 6))
            as logging_good_share,
        cast(max(case when parameter = 'logging_fair_share' then value end) as decimal(18, 6))
            as logging_fair_share,
        cast(max(case when parameter = 'margin_close_days' then value end) as bigint)
            as margin_close_days,
        cast(max(case when parameter = 'margin_clear_days' then value end) as bigint)
            as margin_clear_days,
        cast(max(case when parameter = 'limit_reading_gap_days' then value end) as bigint)
            as limit_reading_gap_days,
        cast(max(case when parameter = 'form_before_meeting_days' then value end) as bigint)
            as form_before_meeting_days,
        cast(max(case when parameter = 'clock_skew_hours' then value end) as bigint)
            as clock_skew_hours,
        cast(max(case when parameter = 'spell_gap_days' then value end) as bigint)
            as spell_gap_days,
        cast(max(case when parameter = 'limit_proximity_share' then value end) as decimal(18, 6))
            as limit_proximity_share,
        cast(max(case when parameter = 'active_user_days' then value end) as bigint)
            as active_user_days,
        cast(max(case when parameter = 'eo_saturation_pct' then value end) as decimal(18, 6))
            as eo_saturation_pct,
        cast(max(case when parameter = 'eo_saturation_days' then value end) as bigint)
            as eo_saturation_days,
        cast(max(case when parameter = 'eo_adjacent_min_users' then value end) as bigint)
            as eo_adjacent_min_users,
        cast(max(case when parameter = 'eo_adjacent_min_days' then value end) as bigint)
            as eo_adjacent_min_days,
        cast(max(case when parameter = 'eo_gate_hits' then value end) as bigint) as eo_gate_hits,
        cast(max(case when parameter = 'eo_invite_hits' then value end) as bigint)
            as eo_invite_hits,
        cast(max(case when parameter = 'eo_tier_static_days' then value end) as bigint)
            as eo_tier_static_days,
        cast(max(case when parameter = 'eo_depth_percentile' then value end) as decimal(18, 6))
            as eo_depth_percentile,
        cast(max(case when parameter = 'eo_dependency_weeks' then value end) as bigint)
            as eo_dependency_weeks,
        cast(max(case when parameter = 'eo_dependency_min_active_weeks' then value end) as bigint)
            as eo_dependency_min_active_weeks,
        cast(max(case when parameter = 'eo_dependency_growth_pct' then value end) as decimal(18, 6))
            as eo_dependency_growth_pct,
        cast(max(case when parameter = 'interval_z' then value end) as decimal(18, 6))
            as interval_z,
        cast(max(case when parameter = 'ppg_share_max' then value end) as decimal(18, 6))
            as ppg_share_max,
        cast(max(case when parameter = 'journey_window_days' then value end) as bigint)
            as journey_window_days,
        cast(max(case when parameter = 'u_milestone_weight' then value end) as decimal(18, 6))
            as u_milestone_weight,
        cast(max(case when parameter = 'w_milestone_weight' then value end) as decimal(18, 6))
            as w_milestone_weight,
        cast(
            max(case when parameter = 'full_path_milestone_weight' then value end)
            as decimal(18, 6)
        ) as full_path_milestone_weight,
        cast(max(case when parameter = 'credit_half_life_days' then value end) as bigint)
            as credit_half_life_days,
        cast(max(case when parameter = 'peer_small_max_arr' then value end) as decimal(18, 6))
            as peer_small_max_arr,
        cast(max(case when parameter = 'peer_medium_max_arr' then value end) as decimal(18, 6))
            as peer_medium_max_arr
    from parameter_values

)

select * from final
