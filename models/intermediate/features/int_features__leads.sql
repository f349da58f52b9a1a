with workspaces as (

    select * from {{ ref('stg_product__workspaces') }}
    where entry_model in ('freemium', 'free_trial', 'reverse_trial', 'open_source')

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

profiles as (

    select * from {{ ref('int_identity__account_profiles') }}

),

revenue_accounts as (

    select * from {{ ref('int_revenue__accounts') }}

),

event_days as (

    select * from {{ ref('int_product__event_days') }}

),

as_of_dates as (

    select * from {{ ref('int_features__as_of_dates') }}

),

settings as (

    select * from {{ ref('int_features__settings') }}

),

active_months as (

    select
        workspace_id,
        cast({{ dbt.date_trunc('month', 'used_on') }} as date) as as_of_month,
        max(used_on) as active_until_on
    from event_days
    group by workspace_id, cast({{ dbt.date_trunc('month', 'used_on') }} as date)

),

unpaid as (

    select
        workspaces.workspace_id,
        workspace_accounts.account_id,
        as_of_dates.as_of_on,
        as_of_dates.is_current,
        workspaces.entry_model,
        cast(workspaces.created_at as date) as created_on,
        cast(workspaces.trial_started_at as date) as trial_starts_on,
        cast(workspaces.trial_ends_at as date) as trial_ends_on,
        revenue_accounts.first_paid_on,
        max(active_months.active_until_on) over (
            partition by workspaces.workspace_id order by as_of_dates.as_of_on asc nulls last
            rows between unbounded preceding and current row
        ) as last_active_on
    from workspaces
    inner join workspace_accounts on workspaces.workspace_id = workspace_accounts.workspace_id
    inner join as_of_dates on cast(workspaces.created_at as date) <= as_of_dates.as_of_on
    left join profiles on workspace_accounts.account_id = profiles.account_id
    left join revenue_accounts on workspace_accounts.account_id = revenue_accounts.account_id
    left join active_months
        on
            workspaces.workspace_id = active_months.workspace_id
            and as_of_dates.as_of_month = active_months.as_of_month
    where
        not coalesce(profiles.is_internal, false)
        and (
            workspaces.deleted_at is null
            or cast(workspaces.deleted_at as date) > as_of_dates.as_of_on
        )
        and (
            revenue_accounts.first_paid_on is null
            or revenue_accounts.first_paid_on > as_of_dates.as_of_on
        )

),

-- Who has long been silent is no lead; an act brings it back.
final as (

    select
        unpaid.workspace_id,
        unpaid.account_id,
        unpaid.as_of_on,
        unpaid.is_current,
        unpaid.entry_model,
        unpaid.created_on,
        unpaid.trial_starts_on,
        unpaid.trial_ends_on,
        unpaid.last_active_on,
        unpaid.first_paid_on
    from unpaid
    cross join settings
    where
        {{ dbt.datediff(
            'coalesce(unpaid.last_active_on, unpaid.created_on)', 'unpaid.as_of_on', 'day'
        ) }} < settings.pql_active_days

)

select * from final
