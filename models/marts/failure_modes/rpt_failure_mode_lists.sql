with failure_mode_accounts as (

    select * from {{ ref('fct_failure_mode_accounts') }}
    where is_present

),

accounts as (

    select * from {{ ref('dim_accounts') }}

),

context_packs as (

    select * from {{ ref('int_failure_modes__context_packs') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

final as (

    select
        failure_mode_accounts.failure_mode,
        failure_mode_accounts.account_id,
        failure_mode_accounts.product_line,
        accounts.account_name,
        accounts.segment,
        failure_mode_accounts.as_of_on,
        failure_mode_accounts.state,
        failure_mode_accounts.onset_on,
        failure_mode_accounts.days_in_state,
        failure_mode_accounts.arr,
        failure_mode_accounts.impact_arr,
        failure_mode_accounts.impact_gm,
        failure_mode_accounts.impact_low,
        failure_mode_accounts.impact_high,
        failure_mode_accounts.overlapped_gm,
        failure_mode_accounts.counted_in,
        failure_mode_accounts.reason,
        failure_mode_accounts.evidence,
        failure_mode_accounts.suggested_trigger,
        failure_mode_accounts.suggested_motion,
        failure_mode_accounts.owner_id,
        context_packs.features_used,
        context_packs.active_days_per_user,
        context_packs.invites_28d,
        context_packs.limits_near,
        context_packs.last_touch_at,
        context_packs.past_touches,
        row_number() over (
            partition by failure_mode_accounts.failure_mode
            order by
                failure_mode_accounts.impact_gm desc nulls last,
                failure_mode_accounts.arr desc nulls last,
                failure_mode_accounts.account_id asc nulls last,
                failure_mode_accounts.product_line asc nulls last
        ) as place
    from failure_mode_accounts
    inner join as_of on failure_mode_accounts.as_of_on = as_of.as_of_on
    left join accounts on failure_mode_accounts.account_id = accounts.account_id
    left join context_packs on failure_mode_accounts.account_id = context_packs.account_id

)

select * from final
