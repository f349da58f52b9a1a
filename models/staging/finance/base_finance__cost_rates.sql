-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['role', 'loaded_hourly_rate', 'valid_from'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_finance') }}
with arrived as (

    {{ arrived_rows('finance', 'cost_rates') }}

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
            when known.role is null then 'missing_role'
            when known.loaded_hourly_rate is null then 'missing_loaded_hourly_rate'
            when known.valid_from is null then 'missing_valid_from'
            when known.role not in ('support', 'success', 'services', 'sales', 'marketing')
                then 'unknown_role'
            when known.out_of_range_columns is not null then 'out_of_range'
            when loaded_hourly_rate < 0 then 'negative_rate'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by role, valid_from, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by role, valid_from, case when row_reason is null then 1 else 0 end
            order by
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        role, loaded_hourly_rate, valid_from, unreadable_columns, out_of_range_columns,
        source_file, source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from ranked

)

select * from final
