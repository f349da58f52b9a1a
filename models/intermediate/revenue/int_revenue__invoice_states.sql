{{ config(materialized='view') }}

with states as (

    select * from {{ ref('int_revenue__invoice_periods') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

followed as (

    select
        states.*,
        lead(period_starts_on) over (
            partition by subscription_id
            order by period_starts_on asc nulls last, currency asc nulls last
        ) as next_starts_on,
        cast(
            {{ dbt.dateadd('day', 'parameters.renewal_gap_days', 'states.ends_before_on') }} as date
        ) as last_renewal_on
    from states
    cross join parameters

),

-- A period that starts later than a late signature may: the subscription was carried that long and
-- stopped. After the last period it expires (int_revenue__subscriptions).
ends as (

    select
        concat_ws('', 'line_end:', invoice_line_id) as change_id,
        subscription_id,
        'cancel' as change_type,
        last_renewal_on as effective_on,
        currency,
        cast(0 as decimal(28, 8)) as native_mrr,
        cast(0 as decimal(28, 8)) as mrr
    from followed
    where next_starts_on > last_renewal_on

),

changes as (

    select
        concat_ws('', 'line:', invoice_line_id) as change_id,
        subscription_id,
        'start' as change_type,
        period_starts_on as effective_on,
        currency,
        cast(native_mrr as decimal(28, 8)) as native_mrr,
        cast(mrr as decimal(28, 8)) as mrr
    from followed
    union all
    select
        change_id,
        subscription_id,
        change_type,
        effective_on,
        currency,
        native_mrr,
        mrr
    from ends

),

final as (

    select
        change_id,
        'invoices' as history_source,
        subscription_id,
        change_type,
        effective_on,
        effective_on as booked_on,
        cast(null as timestamp) as ordered_at,
        cast(null as varchar) as order_id,
        cast(null as varchar) as order_channel,
        cast(null as varchar) as plan,
        cast(1 as decimal(38, 10)) as quantity,
        cast(null as decimal(38, 10)) as unit_price,
        cast(null as decimal(38, 10)) as list_price,
        cast(null as decimal(38, 10)) as discount_pct,
        'month' as billing_interval,
        cast(1 as bigint) as interval_count,
        cast(native_mrr as decimal(38, 10)) as stated_mrr,
        currency,
        mrr,
        false as is_trial,
        false as is_revoked
    from changes

)

select * from final
