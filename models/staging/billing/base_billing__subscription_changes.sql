-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['change_id', 'order_id', 'subscription_id', 'change_type', 'ordered_at',
    'effective_on', 'plan_before', 'plan_after', 'quantity_before', 'quantity_after',
    'unit_price_before', 'unit_price_after', 'billing_interval', 'billing_interval_count',
    'list_price', 'discount_pct', 'mrr_before', 'mrr_after', 'order_channel', 'agreed_in_order_id',
    'term_starts_on', 'term_ends_on', 'reason_code'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_billing') }}
with arrived as (

    {{ arrived_rows('billing', 'subscription_changes') }}

),

as_of as (select * from {{ ref('as_of') }}),

parent_1 as (

    select
        subscription_id as parent_id,
        max(case when quarantine_reason is null then 1 else 0 end) as is_usable
    from {{ ref('base_billing__subscriptions') }}
    where quarantine_reason is null or quarantine_reason = 'after_as_of'
    group by subscription_id

),

parent_1_count as (select count(*) as row_count from parent_1),

known as (

    select
        arrived.*,
        coalesce((arrived.ordered_at > as_of.as_of_at)
            or (arrived.ordered_at is null and arrived.effective_on > as_of.as_of_on),
                false) as is_after_as_of
    from arrived
    cross join as_of

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.change_id is null then 'missing_change_id'
            when known.subscription_id is null then 'missing_subscription_id'
            when known.change_type is null then 'missing_change_type'
            when known.effective_on is null then 'missing_effective_on'
            when known.quantity_after is null then 'missing_quantity_after'
            when known.billing_interval is null then 'missing_billing_interval'
            when known.change_type not in ('start', 'quantity', 'plan', 'price', 'addon', 'usage',
                'renewal', 'pause', 'resume', 'cancel')
                then 'unknown_change_type'
            when known.billing_interval not in ('day', 'week', 'month', 'quarter', 'year')
                then 'unknown_billing_interval'
            when known.order_channel not in ('self_serve', 'sales_order', 'api', 'system',
                'unknown')
                then 'unknown_order_channel'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of or parent_1.is_usable = 0 then 'after_as_of'
            when quantity_after < 0 or quantity_before < 0 then 'negative_quantity'
            when unit_price_after < 0 or unit_price_before < 0 then 'negative_price'
            when mrr_after < 0 or mrr_before < 0 then 'negative_mrr'
            when billing_interval_count <= 0 then 'interval_count_not_positive'
            when term_ends_on < term_starts_on then 'term_ends_before_start'
            when known.subscription_id is not null and parent_1.parent_id is null
                and parent_1_count.row_count > 0 then 'orphan_subscription_id'
        end as row_reason
    from known
    left join parent_1 on known.subscription_id = parent_1.parent_id
    cross join parent_1_count

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by change_id, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by change_id, case when row_reason is null then 1 else 0 end
            order by
                ordered_at desc nulls last,
                effective_on desc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

-- Rows that contradict each other: the first of the group is believed.
agreed as (

    select
        ranked.*,
        {{ row_content(['plan_after', 'quantity_after', 'unit_price_after', 'mrr_after',
            'billing_interval', 'billing_interval_count']) }} as claim,
        first_value({{ row_content(['plan_after', 'quantity_after', 'unit_price_after',
            'mrr_after', 'billing_interval', 'billing_interval_count']) }}) over (
            partition by subscription_id, effective_on, ordered_at,
                case when row_reason is null then 1 else 0 end, version_number
            order by change_id nulls last
            rows between unbounded preceding and unbounded following
        ) as first_claim
    from ranked

),

final as (

    select
        change_id, order_id, subscription_id, change_type, ordered_at, effective_on, plan_before,
        plan_after, quantity_before, quantity_after, unit_price_before, unit_price_after,
        billing_interval, billing_interval_count, list_price, discount_pct, mrr_before, mrr_after,
        order_channel, agreed_in_order_id, term_starts_on, term_ends_on, reason_code,
        unreadable_columns, out_of_range_columns, source_file, source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
            when claim <> first_claim then 'contradictory'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from agreed

)

select * from final
