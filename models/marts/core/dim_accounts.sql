with profiles as (

    select * from {{ ref('int_identity__account_profiles') }}

),

firmographics as (

    select * from {{ ref('int_identity__firmographics') }}

),

account_classes as (

    select * from {{ ref('int_identity__account_classes') }}

),

assigned_motions as (

    select * from {{ ref('int_identity__assigned_motions') }}

),

indicated_motions as (

    select * from {{ ref('int_motions__indicated') }}
    where until_on is null

),

milestones as (

    select * from {{ ref('int_product__account_milestones') }}

),

account_days as (

    select * from {{ ref('int_revenue__account_days') }}

),

paid as (

    select
        account_id,
        min(case when closing_mrr > 0 then moved_on end) as first_paid_on,
        max(moved_on) as last_moved_on
    from account_days
    group by account_id

),

current_revenue as (

    select
        paid.account_id,
        paid.first_paid_on,
        account_days.closing_mrr
    from paid
    inner join account_days
        on paid.account_id = account_days.account_id and paid.last_moved_on = account_days.moved_on

),

final as (

    select
        profiles.account_id,
        coalesce(firmographics.account_name, profiles.record_name) as account_name,
        account_classes.segment,
        firmographics.industry,
        firmographics.region,
        firmographics.employee_count,
        account_classes.icp_grade,
        profiles.entry_model,
        assigned_motions.motion_assigned,
        indicated_motions.motion_indicated,
        profiles.first_seen_at,
        milestones.activated_at,
        milestones.value_reached_at,
        current_revenue.first_paid_on,
        cast(coalesce(current_revenue.closing_mrr, 0) * 12 as decimal(28, 8)) as current_arr,
        coalesce(current_revenue.closing_mrr, 0) > 0 as is_paying,
        profiles.is_internal
    from profiles
    left join firmographics on profiles.account_id = firmographics.account_id
    left join account_classes on profiles.account_id = account_classes.account_id
    left join assigned_motions on profiles.account_id = assigned_motions.account_id
    left join indicated_motions on profiles.account_id = indicated_motions.account_id
    left join milestones on profiles.account_id = milestones.account_id
    left join current_revenue on profiles.account_id = current_revenue.account_id

)

select * from final
