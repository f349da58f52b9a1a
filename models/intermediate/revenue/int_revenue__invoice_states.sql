{{ config(materialized='view') }}

with invoice_lines as (

    select * from {{ ref('stg_billing__invoice_lines') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

rates as (

    select * from {{ ref('int_revenue__exchange_rates') }}

),

recurring as (

    select
        invoice_line_id,
        coalesce(
            subscription_id,
            concat_ws('', 'inv_', customer_id, '_', coalesce(product_line, 'none'))
        ) as subscription_id,
        amount,
        currency,
        period_starts_on,
        period_ends_on,
        cast({{ dbt.dateadd('day', 1, 'period_ends_on') }} as date) as day_after,
        {{ dbt.datediff('period_starts_on', 'period_ends_on', 'month') }} as whole_months
    from invoice_lines
    where line_type = 'recurring'

),

-- A period ends on the day after it or on its last day: whichever makes whole calendar months.
fitted as (

    select
        *,
        cast({{ dbt.dateadd('month', 'whole_months', 'period_starts_on') }} as date)
            as fit_same,
        cast({{ dbt.dateadd('month', 'whole_months + 1', 'period_starts_on') }} as date)
            as fit_next
    from recurring

),

periods as (

    select
        invoice_line_id,
        subscription_id,
        amount,
        currency,
        period_starts_on,
        case
            when period_ends_on > period_starts_on and fit_same = period_ends_on
                then period_ends_on
            when fit_same = day_after or fit_next = day_after then day_after
            when period_ends_on > period_starts_on then period_ends_on
            else day_after
        end as ends_before,
        case
            when period_ends_on > period_starts_on and fit_same = period_ends_on
                then whole_months
            when fit_same = day_after then whole_months
            when fit_next = day_after then whole_months + 1
        end as month_count
    from fitted

),

shares as (

    select
        periods.*,
        rates.rate,
        cast(
            periods.amount * case when periods.month_count is null then 365 else 1 end
            as decimal(28, 10)
        ) as share_amount,
        cast(
            coalesce(
                periods.month_count,
                12 * {{ dbt.datediff('periods.period_starts_on', 'periods.ends_before', 'day') }}
            ) as decimal(9, 0)
        ) as share_count
    from periods
    left join rates
        on periods.currency = rates.currency
            and periods.period_starts_on >= rates.valid_from
            and periods.period_starts_on < rates.valid_until

),

priced as (

    select
        *,
        {{ money_quotient('share_amount', 'share_count') }} as native_mrr,
        {{ money_quotient('share_amount * rate', 'share_count') }} as mrr
    from shares

),

-- Lines of one subscription for periods that start on one day add up; credits never go below zero.
states as (

    select
        subscription_id,
        period_starts_on,
        currency,
        min(invoice_line_id) as invoice_line_id,
        max(ends_before) as ends_before,
        greatest(cast(sum(native_mrr) as decimal(28, 8)), 0) as native_mrr,
        greatest(cast(sum(mrr) as decimal(28, 8)), 0) as mrr
    from priced
    group by subscription_id, period_starts_on, currency

),

followed as (

    select
        states.*,
        lead(period_starts_on) over (
            partition by subscription_id
            order by period_starts_on asc nulls last, currency asc nulls last
        ) as next_starts_on,
        cast({{ dbt.dateadd('day', 'parameters.renewal_gap_days', 'states.ends_before') }} as date)
            as last_renewal_on
    from states
    cross join parameters

),

-- Without a following period the subscription stops where the last one ends.
ends as (

    select
        concat_ws('', 'line_end:', followed.invoice_line_id) as change_id,
        followed.subscription_id,
        'cancel' as change_type,
        followed.ends_before as effective_on,
        followed.currency,
        cast(0 as decimal(28, 8)) as native_mrr,
        cast(0 as decimal(28, 8)) as mrr
    from followed
    cross join as_of
    where (followed.next_starts_on is null and as_of.as_of_on >= followed.last_renewal_on)
        or followed.next_starts_on > followed.last_renewal_on

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
