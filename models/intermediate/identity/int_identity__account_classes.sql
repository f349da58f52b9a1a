with profiles as (

    select * from {{ ref('int_identity__account_profiles') }}

),

firmographics as (

    select * from {{ ref('int_identity__firmographics') }}

),

icp_points as (

    select * from {{ ref('int_identity__icp_points') }}

),

crm_accounts as (

    select * from {{ ref('stg_crm__crm_accounts') }}

),

account_of as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

thresholds as (

    select * from {{ ref('int_config__parameters') }}

),

-- One subsidiary that must be left alone is enough to leave the account alone.
contact_rules as (

    select
        account_of.account_id,
        max(case when crm_accounts.do_not_contact then 1 else 0 end) as is_contact_forbidden
    from crm_accounts
    inner join account_of on crm_accounts.crm_account_id = account_of.crm_account_id
    group by account_of.account_id

),

final as (

    select
        profiles.account_id,
        case
            when firmographics.employee_count <= thresholds.smb_max_employees then 'smb'
            when firmographics.employee_count <= thresholds.mid_max_employees then 'mid'
            when firmographics.employee_count is not null then 'enterprise'
            else coalesce(firmographics.crm_segment, 'unknown')
        end as segment,
        case
            when icp_points.icp_points >= thresholds.icp_grade_a_min then 'A'
            when icp_points.icp_points >= thresholds.icp_grade_b_min then 'B'
            when icp_points.icp_points >= thresholds.icp_grade_c_min then 'C'
            when icp_points.known_attributes > 0 then 'D'
            else 'unknown'
        end as icp_grade,
        owners.owner_id,
        coalesce(contact_rules.is_contact_forbidden, 0) = 1 as is_contact_forbidden
    from profiles
    cross join thresholds
    left join firmographics on profiles.account_id = firmographics.account_id
    left join icp_points on profiles.account_id = icp_points.account_id
    left join contact_rules on profiles.account_id = contact_rules.account_id
    left join crm_accounts as owners on firmographics.crm_account_id = owners.crm_account_id

)

select * from final
