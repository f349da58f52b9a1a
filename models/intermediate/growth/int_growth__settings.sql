with parameter_values as (

    select * from {{ ref('int_config__parameter_values') }}

),

final as (

    select
        cast(max(case when parameter = 'session_gap_minutes' then value end) as bigint)
            as session_gap_minutes,
        cast(max(case when parameter = 'session_max_hours' then value end) as bigint)
            as session_max_hours,
        cast(max(case when parameter = 'activation_sensitivity_days_1' then value end) as bigint)
            as activation_sensitivity_days_1,
        cast(max(case when parameter = 'activation_sensitivity_days_2' then value end) as bigint)
            as activation_sensitivity_days_2,
        cast(max(case when parameter = 'activation_sensitivity_days_3' then value end) as bigint)
            as activation_sensitivity_days_3,
        cast(max(case when parameter = 'free_to_paid_days_trial' then value end) as bigint)
            as free_to_paid_days_trial,
        cast(max(case when parameter = 'free_to_paid_days_freemium' then value end) as bigint)
            as free_to_paid_days_freemium,
        cast(max(case when parameter = 'early_churn_days' then value end) as bigint)
            as early_churn_days,
        cast(max(case when parameter = 'pql_cut' then value end) as bigint) as pql_cut,
        cast(max(case when parameter = 'pql_window_days' then value end) as bigint)
            as pql_window_days,
        cast(max(case when parameter = 'pql_recent_days' then value end) as bigint)
            as pql_recent_days,
        cast(max(case when parameter = 'pql_limit_peak_days' then value end) as bigint)
            as pql_limit_peak_days,
        cast(max(case when parameter = 'pql_min_invites' then value end) as bigint)
            as pql_min_invites,
        cast(max(case when parameter = 'pql_depth_days' then value end) as bigint)
            as pql_depth_days,
        cast(max(case when parameter = 'pql_engagement_top_share' then value end) as double)
            as pql_engagement_top_share,
        cast(max(case when parameter = 'pql_peer_months' then value end) as bigint)
            as pql_peer_months,
        cast(max(case when parameter = 'pqa_min_active_users' then value end) as bigint)
            as pqa_min_active_users,
        cast(max(case when parameter = 'pql_conversion_days' then value end) as bigint)
            as pql_conversion_days,
        cast(max(case when parameter = 'pql_opportunity_days' then value end) as bigint)
            as pql_opportunity_days,
        cast(max(case when parameter = 'trigger_order_days' then value end) as bigint)
            as trigger_order_days,
        cast(max(case when parameter = 'handoff_days' then value end) as bigint) as handoff_days,
        cast(max(case when parameter = 'handoff_sla_hours_1' then value end) as bigint)
            as handoff_sla_hours_1,
        cast(max(case when parameter = 'handoff_sla_hours_2' then value end) as bigint)
            as handoff_sla_hours_2,
        cast(max(case when parameter = 'collision_hours' then value end) as bigint)
            as collision_hours,
        cast(max(case when parameter = 'ttv_ok_minutes' then value end) as bigint)
            as ttv_ok_minutes,
        cast(max(case when parameter = 'ttv_fix_minutes' then value end) as bigint)
            as ttv_fix_minutes,
        cast(max(case when parameter = 'ttv_ok_minutes_assisted' then value end) as bigint)
            as ttv_ok_minutes_assisted,
        cast(max(case when parameter = 'ttv_fix_minutes_assisted' then value end) as bigint)
            as ttv_fix_minutes_assisted,
        cast(max(case when parameter = 'plg_ttv_slow_minutes' then value end) as bigint)
            as plg_ttv_slow_minutes,
        cast(max(case when parameter = 'plg_first_session_min' then value end) as double)
            as plg_first_session_min,
        cast(max(case when parameter = 'plg_drop_off_min' then value end) as double)
            as plg_drop_off_min,
        cast(max(case when parameter = 'plg_committee_complex' then value end) as bigint)
            as plg_committee_complex,
        cast(max(case when parameter = 'plg_committee_arr_share' then value end) as double)
            as plg_committee_arr_share,
        cast(max(case when parameter = 'plg_activation_gap_max' then value end) as double)
            as plg_activation_gap_max,
        cast(max(case when parameter = 'plg_gap_quiet_days' then value end) as bigint)
            as plg_gap_quiet_days,
        cast(max(case when parameter = 'stranded_days' then value end) as bigint) as stranded_days,
        cast(max(case when parameter = 'plg_individual_share' then value end) as double)
            as plg_individual_share,
        cast(max(case when parameter = 'plg_viral_min' then value end) as double) as plg_viral_min,
        cast(max(case when parameter = 'plg_activation_spend_min' then value end) as double)
            as plg_activation_spend_min,
        cast(max(case when parameter = 'plg_value_alone_min' then value end) as double)
            as plg_value_alone_min,
        cast(max(case when parameter = 'viral_days' then value end) as bigint) as viral_days,
        cast(max(case when parameter = 'prior_intent_days' then value end) as bigint)
            as prior_intent_days,
        cast(max(case when parameter = 'spend_cut_alert' then value end) as double)
            as spend_cut_alert,
        cast(max(case when parameter = 'acv_high_min' then value end) as double) as acv_high_min,
        cast(max(case when parameter = 'incrementality_level' then value end) as double)
            as incrementality_level,
        cast(max(case when parameter = 'incrementality_power' then value end) as double)
            as incrementality_power,
        cast(max(case when parameter = 'incrementality_min_effect' then value end) as double)
            as incrementality_min_effect,
        cast(max(case when parameter = 'incrementality_min_arm' then value end) as bigint)
            as incrementality_min_arm,
        cast(max(case when parameter = 'incrementality_outcome_days' then value end) as bigint)
            as incrementality_outcome_days,
        cast(max(case when parameter = 'usage_weight_users' then value end) as double)
            as usage_weight_users,
        cast(max(case when parameter = 'usage_weight_events' then value end) as double)
            as usage_weight_events,
        cast(max(case when parameter = 'usage_weight_days' then value end) as double)
            as usage_weight_days,
        cast(max(case when parameter = 'causal_haircut' then value end) as double) as causal_haircut
    from parameter_values

)

select * from final
