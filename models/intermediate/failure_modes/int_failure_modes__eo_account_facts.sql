with accounts as (

    select * from {{ ref('int_failure_modes__accounts') }}

),

billing_facts as (

    select * from {{ ref('int_failure_modes__eo_billing_facts') }}

),

event_days as (

    select * from {{ ref('int_product__event_days') }}

),

last_motions as (

    select * from {{ ref('int_failure_modes__eo_motions') }}

),

settings as (

    select * from {{ ref('int_failure_modes__eo_settings') }}

),

value_index as (

    select * from {{ ref('int_failure_modes__value_index') }}

),

hu_states as (

    select * from {{ ref('int_failure_modes__hu_states') }}
    where is_base

),

exceptions as (

    select * from {{ ref('int_failure_modes__exceptions') }}
    where failure_mode = 'expansion_orphans'

),

account_classes as (

    select * from {{ ref('int_identity__account_classes') }}

),

first_uses as (

    select
        account_id,
        min(used_on) as first_used_on
    from event_days
    group by account_id

),

-- A trend that stands on too little of the value index says nothing: unknown is not falling.
final as (

    select
        accounts.as_of_month,
        accounts.as_of_on,
        accounts.account_id,
        accounts.first_paid_on,
        case when first_uses.first_used_on <= accounts.as_of_on then first_uses.first_used_on end
            as first_used_on,
        last_motions.last_motion_kind,
        last_motions.last_motion_id,
        last_motions.last_motion_at,
        last_motions.last_motion_on,
        billing_facts.notice_given_on,
        billing_facts.days_overdue,
        billing_facts.last_expanded_on,
        case
            when value_index.trend_coverage >= settings.hu_min_value_coverage
                then value_index.value_trend
        end as value_trend,
        coalesce(hu_states.state = 'hollow_diverging', false) as is_hollow,
        coalesce(account_classes.is_contact_forbidden, false) as is_contact_forbidden,
        case when exceptions.valid_until >= accounts.as_of_on then exceptions.reason end
            as exception_reason
    from accounts
    cross join settings
    left join first_uses on accounts.account_id = first_uses.account_id
    left join last_motions
        on accounts.as_of_month = last_motions.as_of_month
            and accounts.account_id = last_motions.account_id
    left join billing_facts
        on accounts.as_of_month = billing_facts.as_of_month
            and accounts.account_id = billing_facts.account_id
    left join value_index
        on accounts.as_of_month = value_index.as_of_month
            and accounts.account_id = value_index.account_id
    left join hu_states
        on accounts.as_of_month = hu_states.as_of_month
            and accounts.account_id = hu_states.account_id
    left join exceptions on accounts.account_id = exceptions.account_id
    left join account_classes on accounts.account_id = account_classes.account_id

)

select * from final
