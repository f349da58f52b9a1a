with invites as (

    select * from {{ ref('stg_product__invites') }}

),

exposures as (

    select * from {{ ref('stg_product__external_exposures') }}
    where resulting_user_id is not null

),

workspaces as (

    select * from {{ ref('int_growth__workspaces') }}

),

users as (

    select * from {{ ref('int_growth__users') }}

),

product_users as (

    select * from {{ ref('stg_product__product_users') }}

),

calls as (

    select
        'invite' as call_kind,
        invite_id as call_id,
        workspace_id,
        inviter_user_id,
        sent_at as called_at,
        accepted_user_id as resulting_user_id,
        accepted_at is not null as is_accepted,
        coalesce(is_external, false) as is_external
    from invites
    union all
    select
        'exposure' as call_kind,
        exposure_id as call_id,
        workspace_id,
        cast(null as varchar) as inviter_user_id,
        exposed_at as called_at,
        resulting_user_id,
        true as is_accepted,
        true as is_external
    from exposures

),

-- Who was there before is nobody's guest.
final as (

    select
        calls.call_kind,
        calls.call_id,
        workspaces.account_id,
        calls.workspace_id,
        calls.called_at,
        calls.is_accepted,
        coalesce(users.account_id <> workspaces.account_id, calls.is_external)
            as is_other_account,
        users.user_id as resulting_user_id,
        users.account_id as resulting_account_id,
        case when users.signed_up_at >= calls.called_at then users.signed_up_at end
            as resulting_signed_up_at,
        case when users.signed_up_at >= calls.called_at then users.first_value_at end
            as resulting_activated_at,
        coalesce(inviters.created_at, workspaces.signed_up_at) as inviter_signed_up_at
    from calls
    inner join workspaces on calls.workspace_id = workspaces.workspace_id
    left join users on calls.resulting_user_id = users.user_id
    left join product_users as inviters
        on
            calls.workspace_id = inviters.workspace_id
            and calls.inviter_user_id = inviters.user_id

)

select * from final
