with workspaces as (

    select * from {{ ref('int_growth__workspaces') }}
    where is_first_of_account

),

invitations as (

    select * from {{ ref('int_growth__invitations') }}
    where resulting_user_id is not null

),

brought as (

    select resulting_account_id as account_id
    from invitations
    where is_other_account and resulting_signed_up_at is not null
    group by resulting_account_id

),

final as (

    select
        cast({{ dbt.date_trunc('month', 'workspaces.signed_up_at') }} as date) as month,
        workspaces.account_id,
        workspaces.activated_at,
        workspaces.first_paid_at,
        workspaces.signup_source,
        brought.account_id is not null
        or coalesce(workspaces.signup_source, '') in ('invite', 'exposure') as is_network,
        coalesce(workspaces.signup_source, '') = 'referral' as is_referred
    from workspaces
    left join brought on workspaces.account_id = brought.account_id

)

select * from final
