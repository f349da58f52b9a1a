{{ config(materialized='view') }}

{%- set ordering -%}
booked_on asc nulls last, ordered_at asc nulls first, change_id asc nulls last
{%- endset %}

with changes as (

    select * from {{ ref('int_revenue__changes') }}

),

policies as (

    select * from {{ ref('int_config__policies') }}

),

ordered as (

    select
        *,
        lead(booked_on) over (partition by subscription_id order by {{ ordering }})
            as next_booked_on,
        {{ last_known('plan', 'subscription_id', ordering) }} as known_plan,
        {{ last_known('unit_price', 'subscription_id', ordering) }} as known_unit_price,
        {{ last_known(
            "case when change_type in ('start', 'pause', 'resume', 'cancel') then change_type end",
            'subscription_id', ordering
        ) }} as state_type,
        max(case when change_type = 'cancel' then effective_on end) over (
            partition by subscription_id order by {{ ordering }}
            rows between unbounded preceding and current row
        ) as cancelled_until
    from changes
    where exclusion_reason is null

),

-- Only the state after the last change of a day is the state of that day.
day_ends as (

    select
        ordered.*,
        change_type = 'cancel' or coalesce(cancelled_until > booked_on, false) as is_ended,
        coalesce(state_type = 'pause', false) as is_paused,
        case
            when is_trial and policies.trial = 'zero' then 'zero'
            when list_price is null then 'net'
            when is_trial or policies.discounts = 'list' then 'list'
            when policies.full_discount = 'list' and list_price > 0
                and (coalesce(discount_pct >= 100, false) or coalesce(known_unit_price = 0, false))
                then 'list'
            else 'net'
        end as valuation,
        case billing_interval when 'day' then 365 when 'week' then 52 else 1 end
            as factor,
        cast(interval_count * case billing_interval
            when 'month' then 1
            when 'quarter' then 3
            else 12
        end as decimal(9, 0)) as interval_divisor
    from ordered
    cross join policies
    where next_booked_on is null or next_booked_on > booked_on

),

-- What is paid in the subscription's currency, and by what it is divided to be a month's. Narrowing
-- a decimal by way of a double is exact at these sizes, and twenty times as fast.
amounts as (

    select
        *,
        cast(cast(quantity * factor as double) as decimal(19, 6)) as units,
        cast(cast(known_unit_price as double) as decimal(17, 8)) as paid_price,
        cast(cast(list_price as double) as decimal(19, 8)) as listed_price,
        case when valuation = 'net' and stated_mrr is not null then 1 else interval_divisor end
            as paid_divisor
    from day_ends

),

valued as (

    select
        *,
        case
            when is_ended or is_paused or valuation = 'zero' then cast(0 as decimal(34, 14))
            when valuation = 'list' then units * listed_price
            when stated_mrr is not null then cast(stated_mrr as decimal(34, 14))
            else coalesce(units * paid_price, cast(0 as decimal(34, 14)))
        end as paid_amount,
        listed_price * factor * rate as list_amount
    from amounts

),

reported as (

    select
        *,
        paid_amount * rate as reported_amount
    from valued

),

final as (

    select
        change_id,
        history_source,
        subscription_id,
        account_id,
        product_line,
        change_type,
        booked_on,
        order_id,
        known_plan as plan,
        quantity,
        currency,
        paid_amount,
        paid_divisor,
        is_ended,
        is_paused,
        cast(case
            when mrr is not null and not is_ended then mrr
            else {{ money_quotient('reported_amount', 'paid_divisor') }}
        end as decimal(28, 8)) as mrr,
        cast({{ money_quotient('list_amount', 'interval_divisor') }} as decimal(28, 8)) as list_mrr
    from reported

)

select * from final
