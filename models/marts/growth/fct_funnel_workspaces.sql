with workspaces as (

    select * from {{ ref('int_growth__workspaces') }}

),

qualifications as (

    select * from {{ ref('int_growth__qualifications') }}

),

account_milestones as (

    select * from {{ ref('int_product__account_milestones') }}

),

account_classes as (

    select * from {{ ref('int_identity__account_classes') }}

),

measurable as (

    select * from {{ ref('int_growth__measurable') }}

),

final as (

    select
        workspaces.workspace_id,
        workspaces.account_id,
        workspaces.is_first_of_account,
        workspaces.entry_model,
        workspaces.is_assisted,
        workspaces.signed_up_at,
        workspaces.first_session_at,
        case when measurable.has_events then workspaces.has_first_session_value end
            as has_first_session_value,
        workspaces.activated_at,
        workspaces.value_reached_at,
        account_milestones.activated_at as account_activated_at,
        account_milestones.value_reached_at as account_value_reached_at,
        by_workspace.usage_qualified_at as pql_usage_at,
        by_workspace.qualified_at as pql_at,
        by_account.qualified_at as pqa_at,
        workspaces.opportunity_at,
        workspaces.first_paid_at,
        workspaces.is_paying_at_signup,
        workspaces.had_human_before_value,
        coalesce(account_classes.icp_grade, 'unknown') as icp_grade,
        by_workspace.score_points as pql_points,
        workspaces.assisted_reason,
        case
            when by_workspace.scope_id is null
                then coalesce(measurable.pql_reason, 'never reached the cut while in use')
            when by_workspace.qualified_at is null
                then
                    concat_ws(
                        '',
                        by_workspace.signals,
                        '; fit ',
                        by_workspace.icp_grade,
                        ' is no grade A to C'
                    )
            else concat_ws('', by_workspace.signals, '; fit ', by_workspace.icp_grade)
        end as pql_reason
    from workspaces
    cross join measurable
    left join qualifications as by_workspace
        on
            by_workspace.scope_kind = 'workspace'
            and workspaces.workspace_id = by_workspace.scope_id
    left join qualifications as by_account
        on
            by_account.scope_kind = 'account'
            and workspaces.account_id = by_account.scope_id
    left join account_milestones on workspaces.account_id = account_milestones.account_id
    left join account_classes on workspaces.account_id = account_classes.account_id

)

select * from final
