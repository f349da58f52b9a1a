{{ config(materialized='view') }}

with facts as (

    select * from {{ ref('int_growth__signup_facts') }}

),

final as (

    select
        workspace_id,
        entry_model,
        is_assisted,
        signup_month,
        signup_quarter,
        'M39' as metric_id,
        'value in the first session' as question,
        has_first_session_value as is_met
    from facts
    where is_window_over
    union all
    select
        workspace_id,
        entry_model,
        is_assisted,
        signup_month,
        signup_quarter,
        'M40' as metric_id,
        'value without a human' as question,
        not had_human_before_value as is_met
    from facts
    where is_activated and had_human_before_value is not null
    union all
    select
        workspace_id,
        entry_model,
        is_assisted,
        signup_month,
        signup_quarter,
        'M42' as metric_id,
        'lost before the first session' as question,
        not is_used as is_met
    from facts
    where is_window_over
    union all
    select
        workspace_id,
        entry_model,
        is_assisted,
        signup_month,
        signup_quarter,
        'M42' as metric_id,
        'lost before set-up' as question,
        not is_set_up as is_met
    from facts
    where is_window_over and is_used
    union all
    select
        workspace_id,
        entry_model,
        is_assisted,
        signup_month,
        signup_quarter,
        'M42' as metric_id,
        'lost before the first value event' as question,
        not is_valued as is_met
    from facts
    where is_window_over and is_set_up
    union all
    select
        workspace_id,
        entry_model,
        is_assisted,
        signup_month,
        signup_quarter,
        'M42' as metric_id,
        'lost before a second day of value' as question,
        not is_valued_twice as is_met
    from facts
    where is_window_over and is_valued
    union all
    select
        workspace_id,
        entry_model,
        is_assisted,
        signup_month,
        signup_quarter,
        'M43' as metric_id,
        'lost before any value' as question,
        is_early_churn as is_met
    from facts
    where is_old_enough_for_churn
    union all
    select
        workspace_id,
        entry_model,
        is_assisted,
        signup_month,
        signup_quarter,
        'M80' as metric_id,
        'tried, got no value and left' as question,
        is_gap as is_met
    from facts
    where is_old_enough_for_gap
    union all
    select
        workspace_id,
        entry_model,
        is_assisted,
        signup_month,
        signup_quarter,
        'M81' as metric_id,
        'alone in a team product' as question,
        is_stranded as is_met
    from facts
    where is_team_product and is_old_enough_for_team
    union all
    select
        workspace_id,
        entry_model,
        is_assisted,
        signup_month,
        signup_quarter,
        'M82' as metric_id,
        'activated with one user' as question,
        is_individual as is_met
    from facts
    where is_activated

)

select * from final
