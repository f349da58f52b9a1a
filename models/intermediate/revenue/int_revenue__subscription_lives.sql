with changes as (

    select * from {{ ref('int_revenue__changes') }}

),

subscriptions as (

    select * from {{ ref('int_revenue__subscriptions') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

policies as (

    select * from {{ ref('int_config__policies') }}

),

-- A cancellation that has been ordered speaks for itself, even before it takes effect. Invoices
-- know of none: what they show is only a gap between two periods.
histories as (

    select
        subscription_id,
        min(case when exclusion_reason is null then booked_on end) as first_on,
        max(case when change_type = 'cancel' and history_source <> 'invoices' then 1 else 0 end) = 1
            as has_cancellation
    from changes
    where exclusion_reason is null or exclusion_reason = 'not_yet_effective'
    group by subscription_id
    having min(case when exclusion_reason is null then booked_on end) is not null

),

-- Without a cancellation in the history the subscription's own dates speak.
final as (

    select
        subscriptions.subscription_id,
        subscriptions.account_id,
        subscriptions.product_line,
        subscriptions.replaces_subscription_id,
        histories.first_on,
        case
            when not histories.has_cancellation and subscriptions.cancelled_on is null
                then subscriptions.ended_on
        end as expired_on,
        case
            when histories.has_cancellation then cast(null as date)
            when subscriptions.cancelled_on is not null and policies.churn_booking = 'ordered'
                then subscriptions.cancelled_on
            when subscriptions.cancelled_on is not null
                then coalesce(subscriptions.ended_on, subscriptions.cancelled_on)
            else cast({{ dbt.dateadd(
                'day', 'parameters.renewal_gap_days', 'subscriptions.ended_on'
            ) }} as date)
        end as drops_on
    from histories
    inner join subscriptions on histories.subscription_id = subscriptions.subscription_id
    cross join parameters
    cross join policies

)

select * from final
