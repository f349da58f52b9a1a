with workspaces as (

    select * from {{ ref('int_growth__workspaces') }}

),

product_users as (

    select * from {{ ref('stg_product__product_users') }}

),

invites as (

    select * from {{ ref('stg_product__invites') }}
    where accepted_at is not null

),

event_days as (

    select * from {{ ref('int_product__event_days') }}
    where product_line is not null

),

product_lines as (

    select * from {{ ref('stg_config__product_lines') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- A workspace is of a team product when all lines that it used are for teams alone.
team_workspaces as (

    select event_days.workspace_id
    from event_days
    inner join product_lines on event_days.product_line = product_lines.product_line
    group by event_days.workspace_id
    having min(case when product_lines.is_team_only then 1 else 0 end) = 1

),

early_members as (

    select
        workspaces.workspace_id,
        count(*) as member_count
    from workspaces
    cross join settings
    inner join product_users on workspaces.workspace_id = product_users.workspace_id
    where
        product_users.created_at
        <= {{ dbt.dateadd('day', 'settings.stranded_days', 'workspaces.signed_up_at') }}
    group by workspaces.workspace_id

),

early_guests as (

    select workspaces.workspace_id
    from workspaces
    cross join settings
    inner join invites on workspaces.workspace_id = invites.workspace_id
    where
        invites.accepted_at
        <= {{ dbt.dateadd('day', 'settings.stranded_days', 'workspaces.signed_up_at') }}
    group by workspaces.workspace_id

),

aged as (

    select
        workspaces.*,
        {{ dbt.dateadd('day', 'thresholds.act_window_days', 'signed_up_at') }} as window_until_at,
        {{ dbt.datediff('signed_up_at', 'as_of.as_of_at', 'day') }} as age_days,
        {{ dbt.datediff(
            'coalesce(last_used_on, cast(signed_up_at as date))', 'as_of.as_of_on', 'day'
        ) }} as quiet_days,
        thresholds.act_window_days,
        settings.early_churn_days,
        settings.plg_gap_quiet_days,
        settings.stranded_days
    from workspaces
    cross join thresholds
    cross join settings
    cross join as_of

),

final as (

    select
        aged.workspace_id,
        aged.account_id,
        aged.entry_model,
        aged.is_assisted,
        cast({{ dbt.date_trunc('month', 'aged.signed_up_at') }} as date) as signup_month,
        cast({{ dbt.date_trunc('quarter', 'aged.signed_up_at') }} as date) as signup_quarter,
        aged.age_days >= aged.act_window_days as is_window_over,
        aged.first_session_at is not null or aged.first_value_at is not null as is_used,
        aged.set_up_on is not null or aged.first_value_at is not null as is_set_up,
        aged.first_value_at is not null as is_valued,
        aged.second_value_on is not null as is_valued_twice,
        aged.activated_at is not null as is_activated,
        aged.has_first_session_value,
        aged.had_human_before_value,
        aged.age_days >= aged.early_churn_days as is_old_enough_for_churn,
        aged.first_value_at is null and aged.quiet_days >= aged.early_churn_days as is_early_churn,
        aged.age_days >= aged.act_window_days + aged.plg_gap_quiet_days as is_old_enough_for_gap,
        aged.first_session_at is not null
        and aged.first_act_on is not null
        and (aged.first_value_at is null or aged.first_value_at > aged.window_until_at)
        and aged.quiet_days >= aged.plg_gap_quiet_days as is_gap,
        team_workspaces.workspace_id is not null as is_team_product,
        aged.age_days >= aged.stranded_days as is_old_enough_for_team,
        team_workspaces.workspace_id is not null
        and coalesce(early_members.member_count, 0) <= 1
        and early_guests.workspace_id is null as is_stranded,
        aged.member_count <= 1 as is_individual
    from aged
    left join team_workspaces on aged.workspace_id = team_workspaces.workspace_id
    left join early_members on aged.workspace_id = early_members.workspace_id
    left join early_guests on aged.workspace_id = early_guests.workspace_id

)

select * from final
