with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

value_presences as (

    select * from {{ ref('int_failure_modes__value_presences') }}

),

champion_days as (

    select * from {{ ref('int_failure_modes__champion_days') }}

),

health_days as (

    select * from {{ ref('int_failure_modes__health_days') }}

),

cs_activities as (

    select * from {{ ref('stg_success__cs_activities') }}

),

crm_accounts as (

    select * from {{ ref('int_identity__crm_accounts') }}

),

first_objectives as (

    select min(valid_from) as first_set_on
    from value_presences
    where component = 'owner'

),

owners as (

    select
        account_id,
        valid_from,
        valid_to
    from value_presences
    where component = 'owner' and score = 1

),

reviews as (

    select
        accounts.as_of_month,
        accounts.account_id,
        cs_activities.activity_id,
        cs_activities.evidence_type,
        row_number() over (
            partition by accounts.as_of_month, accounts.account_id
            order by
                cs_activities.occurred_at desc nulls last,
                cs_activities.activity_id desc nulls last
        ) as recency
    from accounts
    inner join crm_accounts on accounts.account_id = crm_accounts.account_id
    inner join cs_activities
        on
            crm_accounts.crm_account_id = cs_activities.crm_account_id
            and accounts.as_of_on >= cast(cs_activities.occurred_at as date)
    where cs_activities.kind = 'qbr'

),

-- A mark is null where nothing was recorded that could set it.
final as (

    select
        accounts.as_of_month,
        accounts.account_id,
        case
            when first_objectives.first_set_on <= accounts.as_of_on
                then owners.account_id is null
        end as has_no_owner,
        champion_days.has_left or champion_days.is_silent as is_champion_gone,
        champion_days.last_left_on as champion_left_on,
        champion_days.last_sign_on as champion_last_sign_on,
        reviews.activity_id as last_review_id,
        reviews.evidence_type = 'activity' as is_review_activity_only,
        health_days.snapshot_on as health_on,
        health_days.colour = 'green' as is_health_green
    from accounts
    cross join first_objectives
    left join owners
        on
            accounts.account_id = owners.account_id
            and accounts.as_of_on >= owners.valid_from
            and accounts.as_of_on < owners.valid_to
    left join champion_days
        on
            accounts.as_of_month = champion_days.as_of_month
            and accounts.account_id = champion_days.account_id
    left join reviews
        on
            accounts.as_of_month = reviews.as_of_month
            and accounts.account_id = reviews.account_id
            and reviews.recency = 1
    left join health_days
        on
            accounts.account_id = health_days.account_id
            and accounts.as_of_on >= health_days.snapshot_on
            and (
                health_days.next_snapshot_on is null
                or accounts.as_of_on < health_days.next_snapshot_on
            )

)

select * from final
