{{ config(materialized='view') }}

with payments as (

    select * from {{ ref('stg_billing__payments') }}

),

invoice_lines as (

    select * from {{ ref('stg_billing__invoice_lines') }}

),

parameters as (

    select * from {{ ref('int_config__parameters') }}

),

policies as (

    select * from {{ ref('int_config__policies') }}

),

as_of as (

    select * from {{ ref('as_of') }}

),

-- Open, past due and paid follow from the two dates, on any day; a void invoice never was one.
unpaid as (

    select
        payments.invoice_id,
        cast({{ dbt.dateadd(
            'day',
            "case policies.past_due when 'never' then 1 else parameters.past_due_grace_days + 1 end",
            'payments.due_on'
        ) }} as date) as suspended_on,
        case when payments.paid_on <= as_of.as_of_on then payments.paid_on end as paid_on
    from payments
    cross join parameters
    cross join as_of
    inner join policies on policies.past_due in ('grace', 'never')
    where payments.status <> 'void'

),

spells as (

    select distinct
        coalesce(
            invoice_lines.subscription_id,
            concat_ws(
                '', 'inv_', invoice_lines.customer_id, '_',
                coalesce(invoice_lines.product_line, 'none')
            )
        ) as subscription_id,
        unpaid.suspended_on,
        coalesce(unpaid.paid_on, cast('9999-12-31' as date)) as resumed_on
    from unpaid
    inner join invoice_lines on unpaid.invoice_id = invoice_lines.invoice_id
    cross join as_of
    where unpaid.suspended_on <= as_of.as_of_on
        and (unpaid.paid_on is null or unpaid.paid_on > unpaid.suspended_on)
        and (invoice_lines.subscription_id is not null or invoice_lines.line_type = 'recurring')

),

-- Overlapping spells of one subscription are one.
marked as (

    select
        *,
        case
            when suspended_on <= max(resumed_on)
                    over (
                        partition by subscription_id
                        order by suspended_on asc nulls last, resumed_on asc nulls last
                        rows between unbounded preceding and 1 preceding
                    )
                then 0
            else 1
        end as is_first
    from spells

),

numbered as (

    select
        *,
        sum(is_first) over (
            partition by subscription_id
            order by suspended_on asc nulls last, resumed_on asc nulls last
            rows between unbounded preceding and current row
        ) as spell_number
    from marked

),

final as (

    select
        subscription_id,
        min(suspended_on) as suspended_on,
        max(resumed_on) as resumed_on
    from numbered
    group by subscription_id, spell_number

)

select * from final
