{{ config(materialized='view') }}

with scenario_values as (

    select * from {{ ref('int_failure_modes__scenario_values') }}
    where failure_mode = 'hollow_usage' and is_base

),

final as (

    select
        cast(max(case when parameter = 'window_days' then value end) as bigint) as window_days,
        cast(max(case when parameter = 'active_user_days' then value end) as bigint)
            as active_user_days,
        cast(max(case when parameter = 'min_cell_n' then value end) as bigint) as min_cell_n,
        cast(max(case when parameter = 'usage_weight_users' then value end) as decimal(18, 6))
            as usage_weight_users,
        cast(max(case when parameter = 'usage_weight_events' then value end) as decimal(18, 6))
            as usage_weight_events,
        cast(max(case when parameter = 'usage_weight_days' then value end) as decimal(18, 6))
            as usage_weight_days,
        cast(max(case when parameter = 'value_weight_outcome' then value end) as decimal(18, 6))
            as value_weight_outcome,
        cast(max(case when parameter = 'value_weight_depth' then value end) as decimal(18, 6))
            as value_weight_depth,
        cast(max(case when parameter = 'value_weight_reach' then value end) as decimal(18, 6))
            as value_weight_reach,
        cast(max(case when parameter = 'value_weight_owner' then value end) as decimal(18, 6))
            as value_weight_owner,
        cast(max(case when parameter = 'value_weight_champion' then value end) as decimal(18, 6))
            as value_weight_champion,
        cast(max(case when parameter = 'value_weight_survey' then value end) as decimal(18, 6))
            as value_weight_survey,
        cast(max(case when parameter = 'value_carry_days' then value end) as bigint)
            as value_carry_days,
        cast(max(case when parameter = 'hu_champion_silent_days' then value end) as bigint)
            as hu_champion_silent_days,
        cast(max(case when parameter = 'hu_champion_left_days' then value end) as bigint)
            as hu_champion_left_days,
        cast(max(case when parameter = 'hu_surprise_days' then value end) as bigint)
            as hu_surprise_days,
        cast(max(case when parameter = 'renewal_gap_days' then value end) as bigint)
            as renewal_gap_days,
        cast(max(case when parameter = 'beta_prior_strength' then value end) as decimal(18, 6))
            as beta_prior_strength,
        cast(max(case when parameter = 'renewal_loss_ridge' then value end) as decimal(18, 6))
            as renewal_loss_ridge,
        cast(max(case when parameter = 'impact_interval_level' then value end) as decimal(18, 6))
            as impact_interval_level,
        cast(max(case when parameter = 'hu_heavy_share' then value end) as decimal(18, 6))
            as hu_heavy_share
    from scenario_values

)

select * from final
