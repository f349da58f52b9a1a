with product_users as (

    select * from {{ ref('stg_product__product_users') }}

),

internal_users as (

    select * from {{ ref('int_product__internal_users') }}

),

workspaces as (

    select * from {{ ref('int_growth__workspaces') }}

),

value_days as (

    select * from {{ ref('int_product__value_days') }}

),

first_sessions as (

    select * from {{ ref('int_product__first_sessions') }}

),

-- A person in several workspaces signed up once: with the first of them.
members as (

    select
        product_users.user_id,
        product_users.workspace_id,
        product_users.created_at,
        product_users.invited_by_user_id,
        row_number() over (
            partition by product_users.user_id
            order by
                product_users.created_at asc nulls last,
                product_users.workspace_id asc nulls last
        ) as membership_number
    from product_users
    inner join workspaces on product_users.workspace_id = workspaces.workspace_id
    left join internal_users
        on
            product_users.workspace_id = internal_users.workspace_id
            and product_users.user_id = internal_users.user_id
    where internal_users.user_id is null

),

first_values as (

    select
        user_id,
        min(first_value_at) as first_value_at
    from value_days
    where user_id is not null
    group by user_id

),

sessions as (

    select
        user_id,
        workspace_id,
        max(ends_at) as session_ends_at
    from first_sessions
    where user_id is not null
    group by user_id, workspace_id

),

final as (

    select
        members.user_id,
        members.workspace_id,
        workspaces.account_id,
        workspaces.entry_model,
        workspaces.is_assisted,
        members.created_at as signed_up_at,
        members.invited_by_user_id,
        first_values.first_value_at,
        coalesce(first_values.first_value_at <= sessions.session_ends_at, false)
            as has_first_session_value,
        workspaces.first_paid_at,
        coalesce(workspaces.first_paid_at < members.created_at, false) as is_paying_at_signup
    from members
    inner join workspaces on members.workspace_id = workspaces.workspace_id
    left join first_values on members.user_id = first_values.user_id
    left join sessions
        on members.user_id = sessions.user_id and members.workspace_id = sessions.workspace_id
    where members.membership_number = 1

)

select * from final
