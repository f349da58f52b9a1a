with workspaces as (

    select * from {{ ref('stg_product__workspaces') }}

),

workspace_accounts as (

    select * from {{ ref('int_identity__workspace_accounts') }}

),

profiles as (

    select * from {{ ref('int_identity__account_profiles') }}

),

internal_domains as (

    select * from {{ ref('stg_config__internal_domains') }}

),

product_users as (

    select * from {{ ref('stg_product__product_users') }}

),

internal_users as (

    select * from {{ ref('int_product__internal_users') }}

),

event_counts as (

    select * from {{ ref('int_product__event_counts') }}

),

members as (

    select
        product_users.workspace_id,
        count(*) as user_count,
        count(internal_users.user_id) as internal_count
    from product_users
    left join internal_users
        on
            product_users.workspace_id = internal_users.workspace_id
            and product_users.user_id = internal_users.user_id
    group by product_users.workspace_id

),

actors as (

    select
        workspace_id,
        sum(bot_count) as bot_events,
        sum(event_count + bot_count) as event_count
    from event_counts
    group by workspace_id

),

judged as (

    select
        workspaces.workspace_id,
        workspace_accounts.account_id,
        workspaces.entry_model,
        workspaces.signup_source,
        workspaces.created_at as signed_up_at,
        workspaces.deleted_at,
        workspaces.trial_started_at,
        workspaces.trial_ends_at,
        coalesce(members.user_count - members.internal_count, 0) as member_count,
        case
            when profiles.is_internal or internal_domains.email_domain is not null
                then 'the workspace is the company''s own'
            when members.user_count > 0 and members.internal_count = members.user_count
                then 'all of its users are the company''s own'
            when actors.bot_events = actors.event_count then 'all of its events are by bots'
        end as exclusion_reason
    from workspaces
    inner join workspace_accounts on workspaces.workspace_id = workspace_accounts.workspace_id
    left join profiles on workspace_accounts.account_id = profiles.account_id
    left join internal_domains
        on workspaces.email_domain = lower(trim(internal_domains.email_domain))
    left join members on workspaces.workspace_id = members.workspace_id
    left join actors on workspaces.workspace_id = actors.workspace_id

),

final as (

    select
        workspace_id,
        account_id,
        entry_model,
        signup_source,
        exclusion_reason is null and row_number() over (
            partition by account_id, exclusion_reason is null
            order by signed_up_at asc nulls last, workspace_id asc nulls last
        ) = 1 as is_first_of_account,
        signed_up_at,
        deleted_at,
        trial_started_at,
        trial_ends_at,
        cast(member_count as bigint) as member_count,
        exclusion_reason
    from judged

)

select * from final
