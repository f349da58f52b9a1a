with usage_steps as (

    select * from {{ ref('int_product__workspace_usage_steps') }}
    where active_days > 0

),

signups as (

    select * from {{ ref('int_growth__signups') }}
    where exclusion_reason is null

),

ages as (

    select
        usage_steps.*,
        cast({{ dbt.date_trunc('month', 'usage_steps.changed_on') }} as date) as used_month,
        least({{ dbt.datediff('signups.signed_up_at', 'usage_steps.changed_on', 'month') }}, 12)
            as age_months
    from usage_steps
    inner join signups on usage_steps.workspace_id = signups.workspace_id

),

final as (

    select
        workspace_id,
        changed_on,
        changes_next_on,
        used_month,
        cast(greatest(age_months, 0) as bigint) as age_months,
        active_users,
        active_days,
        event_count,
        coalesce(
            changes_next_on = cast({{ dbt.dateadd('month', 1, 'used_month') }} as date), false
        ) as is_month_end
    from ages

)

select * from final
