-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['event_name', 'feature_key', 'use_case_key', 'product_line', 'event_kind',
    'is_value_event', 'is_core_feature', 'is_premium_gated', 'is_vanity', 'value_weight'] %}
-- depends_on: {{ ref('gate_config') }}
with arrived as (

    {{ arrived_rows('config', 'event_catalog') }}

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
            when known.event_name is null then 'missing_event_name'
            when known.is_value_event is null then 'missing_is_value_event'
            when known.event_kind not in ('session', 'setup', 'action', 'integration', 'api',
                'pricing_view')
                then 'unknown_event_kind'
            when known.out_of_range_columns is not null then 'out_of_range'
            when is_value_event and is_vanity then 'value_event_also_vanity'
            when value_weight < 0 then 'negative_value_weight'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by event_name, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by event_name, case when row_reason is null then 1 else 0 end
            order by
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        event_name, feature_key, use_case_key, product_line, event_kind, is_value_event,
        is_core_feature, is_premium_gated, is_vanity, value_weight, unreadable_columns,
        out_of_range_columns, source_file, source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from ranked

)

select * from final
