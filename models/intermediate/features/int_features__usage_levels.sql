with limit_days as (

    select * from {{ ref('int_product__limit_days') }}

),

account_windows as (

    select * from {{ ref('int_features__account_windows') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

as_of_days as (

    select * from {{ ref('int_features__as_of_days') }}

),

as_of_dates as (

    select * from {{ ref('int_features__as_of_dates') }}

),

-- A limit of several lines is read once per line on the same day: that is one reading.
readings as (

    select
        workspace_id,
        limit_key,
        used_on,
        max(quantity) as quantity,
        max(limit_value) as limit_value
    from limit_days
    group by workspace_id, limit_key, used_on

),

workspace_peaks as (

    select
        readings.workspace_id,
        readings.limit_key,
        as_of_days.as_of_on,
        max(cast(readings.quantity as double)) as used_level,
        max(cast(readings.limit_value as double)) as limit_value,
        max(readings.used_on) as latest_fact_on
    from readings
    inner join as_of_days on readings.used_on = as_of_days.day_on
    group by readings.workspace_id, readings.limit_key, as_of_days.as_of_on

),

levels as (

    select
        workspace_accounts.account_id,
        workspace_peaks.limit_key,
        workspace_peaks.as_of_on,
        cast(sum(cast(workspace_peaks.used_level as decimal(28, 8))) as double) as used_level,
        cast(sum(cast(workspace_peaks.limit_value as decimal(28, 8))) as double) as limit_value,
        max(workspace_peaks.latest_fact_on) as latest_fact_on
    from workspace_peaks
    inner join workspace_accounts on workspace_peaks.workspace_id = workspace_accounts.workspace_id
    group by workspace_accounts.account_id, workspace_peaks.limit_key, workspace_peaks.as_of_on
    union all
    select
        account_id,
        'active_users' as limit_key,
        as_of_on,
        cast(active_users as double) as used_level,
        cast(null as double) as limit_value,
        latest_fact_on
    from account_windows
    where active_users > 0

),

final as (

    select
        levels.account_id,
        levels.limit_key,
        levels.as_of_on,
        as_of_dates.as_of_month,
        as_of_dates.is_current,
        levels.latest_fact_on,
        levels.used_level,
        levels.limit_value
    from levels
    inner join as_of_dates on levels.as_of_on = as_of_dates.as_of_on

)

select * from final
