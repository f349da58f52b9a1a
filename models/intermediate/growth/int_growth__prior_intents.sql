with orders as (

    select * from {{ ref('int_growth__first_orders') }}
    where first_used_at is not null

),

opportunities as (

    select * from {{ ref('int_growth__opportunities') }}

),

human_contacts as (

    select * from {{ ref('int_growth__human_contacts') }}

),

marketing_touches as (

    select * from {{ ref('int_motions__marketing_touches') }}

),

crm_accounts as (

    select * from {{ ref('stg_crm__crm_accounts') }}
    where is_target_account

),

account_of as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

settings as (

    select * from {{ ref('int_growth__settings') }}

),

signs as (

    select
        account_id,
        created_at as signed_at,
        'open opportunity' as sign
    from opportunities
    union all
    select
        account_id,
        touched_at as signed_at,
        'sales touch' as sign
    from human_contacts
    union all
    select
        account_id,
        touched_at as signed_at,
        case when action = 'demo_request' then 'demo request' else 'branded search' end as sign
    from marketing_touches
    where action = 'demo_request' or (is_branded and channel like '%search%')

),

dated as (

    select
        orders.account_id,
        min(signs.sign) as first_sign
    from orders
    cross join settings
    inner join signs
        on
            orders.account_id = signs.account_id
            and orders.first_used_at > signs.signed_at
    where
        signs.signed_at
        >= {{ dbt.dateadd('day', '-settings.prior_intent_days', 'orders.first_used_at') }}
    group by orders.account_id

),

-- Whether an account is on the target list is known only as of today.
targets as (

    select account_of.account_id
    from crm_accounts
    inner join account_of on crm_accounts.crm_account_id = account_of.crm_account_id
    group by account_of.account_id

),

marketing_in_order as (

    select
        account_id,
        coalesce(is_branded, false) or channel = 'direct' as is_branded,
        row_number() over (
            partition by account_id
            order by touched_at asc nulls last, marketing_touch_id asc nulls last
        ) as touch_number
    from marketing_touches

),

first_marketing as (

    select
        account_id,
        max(case when touch_number = 1 and is_branded then 1 else 0 end) as branded_count
    from marketing_in_order
    group by account_id

),

final as (

    select
        orders.account_id,
        orders.quarter,
        orders.first_paid_on,
        dated.account_id is not null or targets.account_id is not null as has_prior_intent,
        coalesce(first_marketing.branded_count, 0) = 0 and targets.account_id is null
            as is_new_demand,
        coalesce(dated.first_sign, case when targets.account_id is not null then 'target list' end)
            as first_sign
    from orders
    left join dated on orders.account_id = dated.account_id
    left join targets on orders.account_id = targets.account_id
    left join first_marketing on orders.account_id = first_marketing.account_id

)

select * from final
