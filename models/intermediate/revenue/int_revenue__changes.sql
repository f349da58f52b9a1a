{{ config(materialized='view') }}

with subscriptions as (

    select * from {{ ref('int_revenue__subscriptions') }}

),

stated_changes as (

    select * from {{ ref('int_revenue__stated_changes') }}

),

snapshot_states as (

    select * from {{ ref('int_revenue__snapshot_states') }}

),

invoice_states as (

    select * from {{ ref('int_revenue__invoice_states') }}

),

rates as (

    select * from {{ ref('int_revenue__exchange_rates') }}

),

policies as (

    select * from {{ ref('int_config__policies') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

combined as (
    {% for relation in ['stated_changes', 'snapshot_states', 'invoice_states'] %}
    select
        change_id,
        history_source,
        subscription_id,
        change_type,
        effective_on,
        booked_on,
        ordered_at,
        order_id,
        order_channel,
        plan,
        quantity,
        unit_price,
        list_price,
        discount_pct,
        billing_interval,
        interval_count,
        stated_mrr,
        currency,
        mrr,
        is_trial,
        is_revoked
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

final as (

    select
        combined.change_id,
        combined.history_source,
        combined.subscription_id,
        subscriptions.account_id,
        subscriptions.product_line,
        combined.change_type,
        combined.effective_on,
        combined.booked_on,
        combined.ordered_at,
        combined.order_id,
        combined.order_channel,
        combined.plan,
        combined.quantity,
        combined.unit_price,
        combined.list_price,
        combined.discount_pct,
        combined.billing_interval,
        combined.interval_count,
        combined.stated_mrr,
        coalesce(combined.currency, subscriptions.currency) as currency,
        rates.rate,
        combined.mrr,
        coalesce(combined.is_trial, false) as is_trial,
        case
            when rates.rate is null then 'no_fx_rate'
            when combined.is_revoked then 'cancellation_revoked'
            when combined.booked_on > as_of.as_of_on then 'not_yet_effective'
            when combined.change_type = 'pause' and policies.paused = 'full'
                then 'pause_counts_in_full'
        end as exclusion_reason
    from combined
    inner join subscriptions
        on combined.subscription_id = subscriptions.subscription_id
            and combined.history_source = subscriptions.history_source
    left join rates
        on coalesce(combined.currency, subscriptions.currency) = rates.currency
            and combined.booked_on >= rates.valid_from
            and combined.booked_on < rates.valid_until
    cross join policies
    cross join as_of

)

select * from final
