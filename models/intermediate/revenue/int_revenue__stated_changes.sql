{{ config(materialized='view') }}

with changes as (

    select * from {{ ref('stg_billing__subscription_changes') }}

),

deferred_cancellations as (

    select * from {{ ref('int_revenue__deferred_cancellations') }}

),

policies as (

    select * from {{ ref('int_config__policies') }}

),

final as (

    select
        changes.change_id,
        'changes' as history_source,
        changes.subscription_id,
        changes.change_type,
        changes.effective_on,
        case
            when changes.change_type <> 'cancel' then changes.effective_on
            when policies.churn_booking = 'ordered'
                then coalesce(cast(changes.ordered_at as date), changes.effective_on)
            when policies.churn_booking = 'term_end'
                then coalesce(deferred_cancellations.booked_on, changes.effective_on)
            else changes.effective_on
        end as booked_on,
        changes.ordered_at,
        changes.order_id,
        changes.order_channel,
        changes.plan_after as plan,
        changes.quantity_after as quantity,
        changes.unit_price_after as unit_price,
        changes.list_price,
        changes.discount_pct,
        changes.billing_interval,
        coalesce(changes.billing_interval_count, 1) as interval_count,
        changes.mrr_after as stated_mrr,
        cast(null as varchar) as currency,
        cast(null as decimal(28, 8)) as mrr,
        coalesce(changes.reason_code = 'trial', false) as is_trial,
        coalesce(deferred_cancellations.is_revoked, false) as is_revoked
    from changes
    cross join policies
    left join deferred_cancellations on changes.change_id = deferred_cancellations.change_id

)

select * from final
