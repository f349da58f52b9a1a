with subscription_changes as (

    select * from {{ ref('stg_billing__subscription_changes') }}

),

subscriptions as (

    select * from {{ ref('int_revenue__subscriptions') }}

),

-- A cancellation is known from the day it is given; without that day, only when it counts.
given as (

    select
        subscription_id,
        cast(ordered_at as date) as given_on,
        effective_on as ends_on,
        ordered_at
    from subscription_changes
    where change_type = 'cancel' and cast(ordered_at as date) < effective_on

),

taken_back as (

    select
        given.subscription_id,
        given.given_on,
        given.ends_on,
        min(cast(subscription_changes.ordered_at as date)) as taken_back_on
    from given
    left join subscription_changes
        on given.subscription_id = subscription_changes.subscription_id
            and subscription_changes.change_type in ('start', 'resume', 'renewal')
            and given.ordered_at < subscription_changes.ordered_at
    group by given.subscription_id, given.given_on, given.ends_on

),

final as (

    select
        subscriptions.account_id,
        subscriptions.product_line,
        taken_back.subscription_id,
        taken_back.given_on,
        cast(
            least(
                taken_back.ends_on, coalesce(taken_back.taken_back_on, taken_back.ends_on)
            ) as date
        )
            as open_until_on
    from taken_back
    inner join subscriptions
        on taken_back.subscription_id = subscriptions.subscription_id
    union all
    select
        subscriptions.account_id,
        subscriptions.product_line,
        subscriptions.subscription_id,
        subscriptions.cancelled_on as given_on,
        subscriptions.ended_on as open_until_on
    from subscriptions
    left join given on subscriptions.subscription_id = given.subscription_id
    where given.subscription_id is null
        and subscriptions.cancelled_on is not null
        and (subscriptions.ended_on is null or subscriptions.cancelled_on < subscriptions.ended_on)

)

select * from final
