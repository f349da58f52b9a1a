with lists as (

    select * from {{ ref('rpt_failure_mode_lists') }}

),

final as (

    select
        account_id,
        product_line,
        account_name,
        segment,
        as_of_on,
        state,
        onset_on,
        days_in_state,
        arr,
        impact_arr,
        impact_gm,
        impact_low,
        impact_high,
        overlapped_gm,
        counted_in,
        reason,
        evidence,
        suggested_trigger,
        suggested_motion,
        owner_id,
        features_used,
        active_days_per_user,
        invites_28d,
        limits_near,
        last_touch_at,
        past_touches,
        place
    from lists
    where failure_mode = 'hollow_usage'

)

select * from final
