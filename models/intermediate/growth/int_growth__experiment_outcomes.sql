with assignments as (

    select * from {{ ref('int_growth__experiment_assignments') }}

),

events as (

    select * from {{ ref('int_revenue__events') }}
    where event_type = 'conversion' or event_type like 'expansion%'

),

milestones as (

    select * from {{ ref('int_product__workspace_milestones') }}

),

users as (

    select * from {{ ref('int_growth__users') }}

),

account_milestones as (

    select * from {{ ref('int_product__account_milestones') }}

),

profiles as (

    select * from {{ ref('int_identity__account_profiles') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

windows as (

    select
        assignments.*,
        {{ dbt.dateadd('day', 'assignments.outcome_days', 'assignments.assigned_at') }}
            as outcome_until_at,
        {{ dbt.dateadd('day', '-assignments.outcome_days', 'assignments.assigned_at') }}
            as before_from_at,
        coalesce(
            milestones.first_value_at, users.first_value_at,
            case
                when assignments.unit_type in ('crm_account', 'customer')
                    then account_milestones.activated_at
            end
        ) as activated_at,
        profiles.first_seen_at
    from assignments
    left join milestones
        on assignments.unit_type = 'workspace' and assignments.unit_id = milestones.workspace_id
    left join users on assignments.unit_type = 'user' and assignments.unit_id = users.user_id
    left join account_milestones on assignments.account_id = account_milestones.account_id
    left join profiles on assignments.account_id = profiles.account_id

),

orders as (

    select
        windows.experiment_key,
        windows.unit_type,
        windows.unit_id,
        max(case when events.ordered_at > windows.assigned_at then 1 else 0 end) as after_count,
        max(case when events.ordered_at <= windows.assigned_at then 1 else 0 end) as before_count
    from windows
    inner join events
        on
            windows.account_id = events.account_id
            and windows.before_from_at < events.ordered_at
            and windows.outcome_until_at >= events.ordered_at
    group by windows.experiment_key, windows.unit_type, windows.unit_id

),

final as (

    select
        windows.experiment_key,
        windows.lever,
        windows.is_randomised,
        windows.starts_on,
        windows.unit_type,
        windows.unit_id,
        windows.account_id,
        windows.is_treated,
        windows.assigned_at,
        windows.outcome_kind,
        windows.outcome_days,
        case
            when windows.outcome_kind = 'activation'
                then coalesce(windows.activated_at <= windows.outcome_until_at, false)
            else coalesce(orders.after_count, 0) = 1
        end as has_outcome,
        case
            when
                windows.outcome_kind = 'purchase'
                and windows.first_seen_at <= windows.before_from_at
                then coalesce(orders.before_count, 0) = 1
        end as had_outcome_before
    from windows
    cross join as_of
    left join orders
        on
            windows.experiment_key = orders.experiment_key
            and windows.unit_type = orders.unit_type
            and windows.unit_id = orders.unit_id
    where
        windows.outcome_until_at <= as_of.as_of_at
        and (
            windows.outcome_kind = 'purchase'
            or windows.activated_at is null
            or windows.activated_at > windows.assigned_at
        )

)

select * from final
