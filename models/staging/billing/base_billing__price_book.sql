-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['product_line', 'plan', 'tier_rank', 'list_price', 'billing_interval',
    'quantity_unit', 'is_addon', 'currency', 'valid_from', 'valid_to'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_billing') }}
with arrived as (

    {{ arrived_rows('billing', 'price_book') }}

),

known as (

    select
        arrived.*
    from arrived

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.product_line is null then 'missing_product_line'
            when known.plan is null then 'missing_plan'
            when known.tier_rank is null then 'missing_tier_rank'
            when known.list_price is null then 'missing_list_price'
            when known.billing_interval is null then 'missing_billing_interval'
            when known.quantity_unit is null then 'missing_quantity_unit'
            when known.currency is null then 'missing_currency'
            when known.valid_from is null then 'missing_valid_from'
            when known.billing_interval not in ('day', 'week', 'month', 'quarter', 'year')
                then 'unknown_billing_interval'
            when known.quantity_unit not in ('seat', 'metered', 'flat')
                then 'unknown_quantity_unit'
            when known.out_of_range_columns is not null then 'out_of_range'
            when valid_to < valid_from then 'ended_before_started'
            when list_price < 0 then 'negative_price'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by product_line, plan, currency, valid_from,
                case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by product_line, plan, currency, valid_from,
                case when row_reason is null then 1 else 0 end
            order by
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        product_line, plan, tier_rank, list_price, billing_interval, quantity_unit, is_addon,
        currency, valid_from, valid_to, unreadable_columns, out_of_range_columns, source_file,
        source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from ranked

)

select * from final
