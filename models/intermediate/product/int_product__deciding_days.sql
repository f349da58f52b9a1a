with account_value_days as (

    select * from {{ ref('int_product__account_value_days') }}

),

workspace_value_days as (

    select * from {{ ref('int_product__workspace_value_days') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

of_accounts as (

    select
        account_value_days.account_id,
        account_value_days.value_on,
        thresholds.act_min_value_events
        - (account_value_days.events_so_far - account_value_days.value_events) as event_number
    from account_value_days
    cross join thresholds
    where
        account_value_days.events_so_far >= thresholds.act_min_value_events
        and account_value_days.events_so_far - account_value_days.value_events
        < thresholds.act_min_value_events

),

of_workspaces as (

    select
        workspace_value_days.workspace_id,
        workspace_value_days.value_on,
        thresholds.act_min_value_events
        - (workspace_value_days.events_so_far - workspace_value_days.value_events) as event_number
    from workspace_value_days
    cross join thresholds
    where
        workspace_value_days.events_so_far >= thresholds.act_min_value_events
        and workspace_value_days.events_so_far - workspace_value_days.value_events
        < thresholds.act_min_value_events

),

-- Grouped so that events are looked up by workspace and day together, never by the day alone; of an
-- account's workspaces only in those that had value on that day.
grouped as (

    select
        'account' as decides_for,
        workspace_accounts.workspace_id,
        of_accounts.account_id,
        of_accounts.value_on,
        min(of_accounts.event_number) as event_number
    from of_accounts
    inner join workspace_accounts on of_accounts.account_id = workspace_accounts.account_id
    inner join workspace_value_days
        on
            workspace_accounts.workspace_id = workspace_value_days.workspace_id
            and of_accounts.value_on = workspace_value_days.value_on
    group by workspace_accounts.workspace_id, of_accounts.account_id, of_accounts.value_on
    union all
    select
        'workspace' as decides_for,
        of_workspaces.workspace_id,
        cast(null as varchar) as account_id,
        of_workspaces.value_on,
        of_workspaces.event_number
    from of_workspaces

),

final as (

    select
        decides_for,
        workspace_id,
        account_id,
        value_on,
        cast(event_number as bigint) as event_number
    from grouped

)

select * from final
