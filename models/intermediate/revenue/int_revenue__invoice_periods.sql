{{ config(materialized='view') }}

with invoice_lines as (

    select * from {{ ref('stg_billing__invoice_lines') }}

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

-- The end of a period is its last day; where only the day after makes whole calendar months, it is
-- that.
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
            else day_after
        end as ends_before_on,
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
                12 * {{ dbt.datediff('periods.period_starts_on', 'periods.ends_before_on', 'day') }}
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
final as (

    select
        subscription_id,
        period_starts_on,
        currency,
        min(invoice_line_id) as invoice_line_id,
        max(ends_before_on) as ends_before_on,
        greatest(cast(sum(native_mrr) as decimal(28, 8)), 0) as native_mrr,
        greatest(cast(sum(mrr) as decimal(28, 8)), 0) as mrr
    from priced
    group by subscription_id, period_starts_on, currency

)

select * from final
