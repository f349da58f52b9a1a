-- A subscription starts and may end; the flags of upgrades and downgrades carry no amount and no day.
-- Days are all that is known: a start stands at the beginning of its day and an end at its last
-- second, so that a subscription of a single day is no contradiction.
with subscriptions as (

    select
        *,
        case billing_frequency when 'annual' then 'year' else 'month' end as billing_interval
    from read_csv('{source}/ravenstack_subscriptions.csv')

)

select
    subscription_id || ':start' as change_id,
    subscription_id,
    'start' as change_type,
    cast(start_date as timestamp) as ordered_at,
    start_date as effective_on,
    plan_tier as plan_after,
    seats as quantity_after,
    cast(
        case billing_interval when 'year' then arr_amount else mrr_amount end / seats
        as decimal(38, 10)
    ) as unit_price_after,
    billing_interval,
    cast(mrr_amount as decimal(38, 10)) as mrr_after,
    case when is_trial then 'trial' end as reason_code
from subscriptions
union all
select
    subscription_id || ':cancel' as change_id,
    subscription_id,
    'cancel' as change_type,
    cast(end_date as timestamp) + interval '1' day - interval '1' second as ordered_at,
    end_date as effective_on,
    plan_tier as plan_after,
    0 as quantity_after,
    0 as unit_price_after,
    billing_interval,
    0 as mrr_after,
    null as reason_code
from subscriptions
where end_date is not null
