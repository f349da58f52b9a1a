with signups as (

    select * from {{ ref('int_growth__signups') }}
    where exclusion_reason is null

),

first_uses as (

    select * from {{ ref('int_growth__first_uses') }}

),

milestones as (

    select * from {{ ref('int_product__workspace_milestones') }}

),

assisted as (

    select * from {{ ref('int_growth__assisted_signups') }}

),

human_contacts as (

    select * from {{ ref('int_growth__human_contacts') }}

),

opportunities as (

    select * from {{ ref('int_growth__opportunities') }}

),

revenue_accounts as (

    select * from {{ ref('int_revenue__accounts') }}

),

row_counts as (

    select * from {{ ref('int_inputs__row_counts') }}

),

first_contacts as (

    select
        account_id,
        min(touched_at) as first_contact_at
    from human_contacts
    group by account_id

),

first_opportunities as (

    select
        signups.workspace_id,
        min(opportunities.created_at) as opportunity_at
    from signups
    inner join opportunities
        on
            signups.account_id = opportunities.account_id
            and signups.signed_up_at <= opportunities.created_at
    where opportunities.opportunity_type = 'new'
    group by signups.workspace_id

),

-- Without a table of talks nobody knows whether a person was there.
logs as (

    select max(case when is_present then 1 else 0 end) = 1 as has_contact_log
    from row_counts
    where input_table in ('commercial_touches', 'cs_activities')

),

paid as (

    select
        account_id,
        {{ dbt.dateadd('second', -1, dbt.dateadd('day', 1, 'first_paid_on')) }} as first_paid_at
    from revenue_accounts
    where first_paid_on is not null

),

final as (

    select
        signups.workspace_id,
        signups.account_id,
        signups.is_first_of_account,
        signups.entry_model,
        signups.signup_source,
        assisted.workspace_id is not null as is_assisted,
        signups.signed_up_at,
        signups.deleted_at,
        signups.trial_started_at,
        signups.trial_ends_at,
        first_uses.first_session_at,
        first_uses.first_session_ends_at,
        first_uses.set_up_on,
        first_uses.first_act_on,
        first_uses.last_used_on,
        coalesce(milestones.first_value_at <= first_uses.first_session_ends_at, false)
            as has_first_session_value,
        milestones.first_value_at,
        milestones.activated_at,
        milestones.second_value_on,
        milestones.value_reached_at,
        first_opportunities.opportunity_at,
        paid.first_paid_at,
        coalesce(paid.first_paid_at < signups.signed_up_at, false) as is_paying_at_signup,
        case
            when logs.has_contact_log and milestones.first_value_at is not null
                then coalesce(first_contacts.first_contact_at < milestones.first_value_at, false)
        end as had_human_before_value,
        signups.member_count,
        assisted.assisted_reason
    from signups
    cross join logs
    left join first_uses on signups.workspace_id = first_uses.workspace_id
    left join milestones on signups.workspace_id = milestones.workspace_id
    left join assisted on signups.workspace_id = assisted.workspace_id
    left join first_contacts on signups.account_id = first_contacts.account_id
    left join first_opportunities on signups.workspace_id = first_opportunities.workspace_id
    left join paid on signups.account_id = paid.account_id

)

select * from final
