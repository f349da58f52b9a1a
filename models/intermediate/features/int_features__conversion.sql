with workspaces as (

    select * from {{ ref('stg_product__workspaces') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

profiles as (

    select * from {{ ref('int_identity__account_profiles') }}

),

value_reached as (

    select * from {{ ref('int_features__value_reached') }}

),

lines_used as (

    select * from {{ ref('int_features__lines_used') }}

),

first_payments as (

    select * from {{ ref('int_features__first_payments') }}

),

account_windows as (

    select * from {{ ref('int_features__account_windows') }}

),

motion_windows as (

    select * from {{ ref('int_features__motion_windows') }}

),

as_of_dates as (

    select * from {{ ref('int_features__as_of_dates') }}

),

settings as (

    select * from {{ ref('int_features__settings') }}

),

final as (

    select
        workspaces.workspace_id,
        workspace_accounts.account_id,
        lines_used.product_line,
        lines_used.as_of_on,
        as_of_dates.is_current,
        greatest(
            value_reached.value_reached_on,
            lines_used.used_until_on,
            coalesce(account_windows.latest_fact_on, value_reached.value_reached_on),
            coalesce(motion_windows.latest_fact_on, value_reached.value_reached_on)
        ) as latest_fact_on,
        cast({{ dbt.dateadd('day', 1, 'lines_used.as_of_on') }} as date) as label_from,
        cast(
            {{ dbt.dateadd('day', 'settings.conversion_horizon_days', 'lines_used.as_of_on') }}
            as date
        ) as label_until,
        line_payments.first_paid_on as outcome_on,
        {{ dbt.datediff('value_reached.value_reached_on', 'lines_used.as_of_on', 'day') }}
            as days_after_value,
        {{ dbt.datediff('workspaces.created_at', 'lines_used.as_of_on', 'day') }} as age_days,
        {{ dbt.datediff('lines_used.used_until_on', 'lines_used.as_of_on', 'day') }} as silent_days,
        coalesce(account_windows.active_days, 0) as active_days,
        coalesce(account_windows.active_users, 0) as active_users,
        coalesce(account_windows.depth_days, 0) as depth_days,
        coalesce(account_windows.premium_days, 0) as premium_days,
        coalesce(account_windows.pricing_days, 0) as pricing_days,
        coalesce(account_windows.value_events, 0) as value_events,
        account_windows.limit_peak_share,
        coalesce(account_windows.blocked_days, 0) as blocked_days,
        coalesce(account_windows.invites_sent, 0) as invites_sent,
        coalesce(account_windows.prompts_engaged, 0) as prompts_engaged,
        case when any_payments.first_paid_on <= lines_used.as_of_on then 1 else 0 end
            as pays_another_line,
        case when workspaces.entry_model in ('free_trial', 'reverse_trial') then 1 else 0 end
            as entered_by_trial,
        case when workspaces.entry_model in ('pilot', 'sales_provisioned') then 1 else 0 end
            as entered_by_people,
        case when motion_windows.account_id is not null then 1 else 0 end as had_motion
    from lines_used
    cross join settings
    inner join as_of_dates on lines_used.as_of_on = as_of_dates.as_of_on
    inner join workspaces on lines_used.workspace_id = workspaces.workspace_id
    inner join workspace_accounts on workspaces.workspace_id = workspace_accounts.workspace_id
    inner join value_reached on workspaces.workspace_id = value_reached.workspace_id
    left join profiles on workspace_accounts.account_id = profiles.account_id
    left join first_payments as line_payments
        on
            workspace_accounts.account_id = line_payments.account_id
            and lines_used.product_line = line_payments.product_line
    left join first_payments as any_payments
        on
            workspace_accounts.account_id = any_payments.account_id
            and any_payments.product_line = 'all'
    left join account_windows
        on
            workspace_accounts.account_id = account_windows.account_id
            and lines_used.as_of_on = account_windows.as_of_on
    left join motion_windows
        on
            workspace_accounts.account_id = motion_windows.account_id
            and lines_used.as_of_on = motion_windows.as_of_on
    where
        value_reached.value_reached_on <= lines_used.as_of_on
        and not coalesce(profiles.is_internal, false)
        and (
            workspaces.deleted_at is null
            or cast(workspaces.deleted_at as date) > lines_used.as_of_on
        )
        and (
            line_payments.first_paid_on is null or line_payments.first_paid_on > lines_used.as_of_on
        )

)

select * from final
