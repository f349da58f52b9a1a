-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['subscription_id', 'customer_id', 'product_line', 'plan', 'status',
    'started_on', 'term_starts_on', 'term_ends_on', 'auto_renews', 'cancelled_on', 'ended_on',
    'currency', 'replaces_subscription_id'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_billing') }}
with arrived as (

    {{ arrived_rows('billing', 'subscriptions') }}

),

as_of as (select * from {{ ref('as_of') }}),

parent_1 as (

    select
        customer_id as parent_id,
        max(case when quarantine_reason is null then 1 else 0 end) as is_usable
    from {{ ref('base_billing__billing_customers') }}
    where quarantine_reason is null or quarantine_reason = 'after_as_of'
    group by customer_id

),

parent_1_count as (select count(*) as row_count from parent_1),

known as (

    select
        arrived.subscription_id,
        arrived.customer_id,
        arrived.product_line,
        arrived.plan,
        arrived.status,
        arrived.started_on,
        arrived.term_starts_on,
        arrived.term_ends_on,
        arrived.auto_renews,
        case when arrived.cancelled_on > as_of.as_of_on then null else arrived.cancelled_on end
            as cancelled_on,
        case when arrived.ended_on > as_of.as_of_on then null else arrived.ended_on end
            as ended_on,
        arrived.currency,
        arrived.replaces_subscription_id,
        coalesce((arrived.started_on > as_of.as_of_on), false) as is_after_as_of,
        arrived.unreadable_columns,
        arrived.out_of_range_columns,
        arrived.source_file,
        arrived.source_position
    from arrived
    cross join as_of

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.subscription_id is null then 'missing_subscription_id'
            when known.customer_id is null then 'missing_customer_id'
            when known.product_line is null then 'missing_product_line'
            when known.plan is null then 'missing_plan'
            when known.status is null then 'missing_status'
            when known.started_on is null then 'missing_started_on'
            when known.currency is null then 'missing_currency'
            when known.status not in ('trialing', 'active', 'past_due', 'paused', 'cancelled',
                'ended')
                then 'unknown_status'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of or parent_1.is_usable = 0 then 'after_as_of'
            when ended_on < started_on then 'ended_before_started'
            when term_ends_on < term_starts_on then 'term_ends_before_start'
            when known.customer_id is not null and parent_1.parent_id is null
                and parent_1_count.row_count > 0 then 'orphan_customer_id'
        end as row_reason
    from known
    left join parent_1 on known.customer_id = parent_1.parent_id
    cross join parent_1_count

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by subscription_id, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by subscription_id, case when row_reason is null then 1 else 0 end
            order by
                started_on desc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        subscription_id, customer_id, product_line, plan, status, started_on, term_starts_on,
        term_ends_on, auto_renews, cancelled_on, ended_on, currency, replaces_subscription_id,
        unreadable_columns, out_of_range_columns, source_file, source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from ranked

)

select * from final
