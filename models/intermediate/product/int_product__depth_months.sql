with event_days as (

    select * from {{ ref('int_product__event_days') }}
    where user_id is not null

),

plan_runs as (

    select * from {{ ref('int_revenue__plan_runs') }}

),

line_naming as (

    select * from {{ ref('int_product__line_naming') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

line_days as (

    select
        event_days.account_id,
        case when line_naming.is_named then event_days.product_line end as product_line,
        event_days.user_id,
        cast({{ dbt.date_trunc('month', 'event_days.used_on') }} as date) as used_month,
        event_days.is_core_feature,
        event_days.event_count
    from event_days
    cross join line_naming
    where event_days.product_line is not null or not line_naming.is_named

),

use_of_months as (

    select
        account_id,
        product_line,
        used_month,
        cast({{ dbt.last_day('used_month', 'month') }} as date) as month_ends_on,
        count(distinct user_id) as active_users,
        sum(case when is_core_feature then event_count else 0 end) as core_events
    from line_days
    group by account_id, product_line, used_month

),

-- The plan at the end of the month, and since when it has been that.
final as (

    select
        use_of_months.account_id,
        plan_runs.product_line,
        use_of_months.used_month,
        use_of_months.month_ends_on,
        plan_runs.plan,
        plan_runs.tier_rank,
        plan_runs.runs_from_on as plan_since_on,
        cast(use_of_months.active_users as bigint) as active_users,
        cast(use_of_months.core_events as bigint) as core_events,
        cast(use_of_months.core_events as double) / use_of_months.active_users as core_depth
    from use_of_months
    cross join as_of
    inner join plan_runs
        on
            use_of_months.account_id = plan_runs.account_id
            and coalesce(use_of_months.product_line, plan_runs.product_line)
            = plan_runs.product_line
            and use_of_months.month_ends_on >= plan_runs.runs_from_on
            and use_of_months.month_ends_on
            < coalesce(
                plan_runs.runs_until_on, {{ dbt.dateadd('day', 1, 'use_of_months.month_ends_on') }}
            )
    where use_of_months.month_ends_on <= as_of.as_of_on

)

select * from final
