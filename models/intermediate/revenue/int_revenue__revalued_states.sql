{{ config(materialized='view') }}

with day_states as (

    select * from {{ ref('int_revenue__day_states') }}

),

spans as (

    select * from {{ ref('int_revenue__subscription_spans') }}

),

rates as (

    select * from {{ ref('int_revenue__exchange_rates') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- Rows on or after the day a subscription stops say nothing any more.
lived as (

    select
        day_states.*,
        spans.stops_on
    from day_states
    inner join spans on day_states.subscription_id = spans.subscription_id
    where spans.stops_on is null or spans.stops_on > day_states.booked_on

),

turning_days as (

    select
        currency,
        valid_from,
        rate
    from rates
    where valid_from > cast('0001-01-01' as date)

),

revalued_currencies as (

    select distinct currency from turning_days

),

held as (

    select
        lived.*,
        lead(lived.booked_on) over (
            partition by lived.subscription_id order by lived.booked_on asc nulls last
        ) as next_booked_on
    from lived
    inner join revalued_currencies on lived.currency = revalued_currencies.currency

),

final as (

    select
        change_id,
        'change' as row_kind,
        subscription_id,
        account_id,
        product_line,
        change_type,
        booked_on as moved_on,
        order_id,
        plan,
        quantity,
        is_ended,
        is_paused,
        mrr,
        list_mrr
    from lived
    union all
    select
        concat_ws(
            '', 'fx:', held.change_id, ':', cast(turning_days.valid_from as varchar)
        ) as change_id,
        'fx' as row_kind,
        held.subscription_id,
        held.account_id,
        held.product_line,
        held.change_type,
        cast({{ dbt.dateadd('day', -1, 'turning_days.valid_from') }} as date) as moved_on,
        cast(null as varchar) as order_id,
        held.plan,
        held.quantity,
        held.is_ended,
        held.is_paused,
        {{ money_quotient(
            'held.paid_amount * turning_days.rate', 'held.paid_divisor'
        ) }} as mrr,
        held.list_mrr
    from held
    inner join turning_days
        on held.currency = turning_days.currency
            and held.booked_on < turning_days.valid_from
            and (held.next_booked_on is null or held.next_booked_on >= turning_days.valid_from)
            and (held.stops_on is null or held.stops_on >= turning_days.valid_from)
    cross join as_of
    where {{ dbt.datediff('as_of.as_of_on', 'turning_days.valid_from', 'day') }} <= 1

)

select * from final
