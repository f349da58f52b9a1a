{{ config(materialized='view') }}

with snapshots as (

    select * from {{ ref('stg_billing__subscription_snapshots') }}

),

seen as (

    select
        *,
        lag(status) over (
            partition by subscription_id order by snapshot_on asc nulls last
        ) as status_before,
        lag(plan) over (
            partition by subscription_id order by snapshot_on asc nulls last
        ) as plan_before,
        lag(quantity) over (
            partition by subscription_id order by snapshot_on asc nulls last
        ) as quantity_before,
        lag(unit_price) over (
            partition by subscription_id order by snapshot_on asc nulls last
        ) as unit_price_before,
        lag(
            concat_ws('', billing_interval, coalesce(cast(billing_interval_count as varchar), '1'))
        ) over (
            partition by subscription_id order by snapshot_on asc nulls last
        ) as interval_before
    from snapshots

),

-- A snapshot that shows what the one before it showed is no change.
final as (

    select
        concat_ws('', 'snapshot:', subscription_id, ':', cast(snapshot_on as varchar)) as change_id,
        'snapshots' as history_source,
        subscription_id,
        case
            when status in ('cancelled', 'ended') then 'cancel'
            when status = 'paused' then 'pause'
            when status_before is null then 'start'
            when status_before in ('cancelled', 'ended') then 'start'
            when status_before = 'paused' then 'resume'
            when plan <> plan_before then 'plan'
            when quantity <> quantity_before then 'quantity'
            else 'price'
        end as change_type,
        snapshot_on as effective_on,
        snapshot_on as booked_on,
        cast(null as timestamp) as ordered_at,
        cast(null as varchar) as order_id,
        cast(null as varchar) as order_channel,
        plan,
        quantity,
        unit_price,
        cast(null as decimal(38, 10)) as list_price,
        cast(null as decimal(38, 10)) as discount_pct,
        billing_interval,
        coalesce(billing_interval_count, 1) as interval_count,
        cast(null as decimal(38, 10)) as stated_mrr,
        cast(null as varchar) as currency,
        cast(null as decimal(28, 8)) as mrr,
        coalesce(status = 'trialing', false) as is_trial,
        false as is_revoked
    from seen
    where status_before is null
        or status <> status_before
        or plan <> plan_before
        or (plan is null) <> (plan_before is null)
        or quantity <> quantity_before
        or unit_price <> unit_price_before
        or concat_ws('', billing_interval, coalesce(cast(billing_interval_count as varchar), '1'))
        <> interval_before

)

select * from final
