with workspaces as (

    select * from {{ ref('int_growth__workspaces') }}
    where is_first_of_account

),

users as (

    select * from {{ ref('int_growth__users') }}

),

account_milestones as (

    select * from {{ ref('int_product__account_milestones') }}

),

qualifications as (

    select * from {{ ref('int_growth__qualifications') }}
    where scope_kind = 'workspace'

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

account_pqls as (

    select
        account_id,
        min(qualified_at) as pql_at,
        min(usage_qualified_at) as pql_usage_at
    from qualifications
    group by account_id

),

members as (

    select
        'account' as unit,
        workspaces.account_id as member_id,
        workspaces.account_id,
        workspaces.entry_model,
        workspaces.is_assisted,
        workspaces.signed_up_at,
        workspaces.first_session_at,
        workspaces.deleted_at,
        workspaces.has_first_session_value,
        account_milestones.activated_at,
        account_milestones.value_reached_at,
        account_pqls.pql_at,
        account_pqls.pql_usage_at,
        workspaces.opportunity_at,
        workspaces.first_paid_at,
        workspaces.is_paying_at_signup
    from workspaces
    left join account_milestones on workspaces.account_id = account_milestones.account_id
    left join account_pqls on workspaces.account_id = account_pqls.account_id
    union all
    select
        'user' as unit,
        user_id as member_id,
        account_id,
        entry_model,
        is_assisted,
        signed_up_at,
        cast(null as timestamp) as first_session_at,
        cast(null as timestamp) as deleted_at,
        has_first_session_value,
        first_value_at as activated_at,
        cast(null as timestamp) as value_reached_at,
        cast(null as timestamp) as pql_at,
        cast(null as timestamp) as pql_usage_at,
        cast(null as timestamp) as opportunity_at,
        first_paid_at,
        is_paying_at_signup
    from users

),

final as (

    select
        members.unit,
        members.member_id,
        members.account_id,
        cast({{ dbt.date_trunc('month', 'members.signed_up_at') }} as date) as cohort_month,
        members.entry_model,
        members.is_assisted,
        members.signed_up_at,
        members.first_session_at,
        members.deleted_at,
        members.has_first_session_value,
        members.activated_at,
        members.value_reached_at,
        members.pql_at,
        members.pql_usage_at,
        members.opportunity_at,
        members.first_paid_at,
        members.is_paying_at_signup,
        case
            when members.entry_model in ('free_trial', 'reverse_trial')
                then settings.free_to_paid_days_trial
            else settings.free_to_paid_days_freemium
        end as free_to_paid_days
    from members
    cross join settings

)

select * from final
