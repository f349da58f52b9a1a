-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['metric', 'band', 'low', 'median', 'high', 'source'] %}
-- depends_on: {{ ref('gate_config') }}
with arrived as (

    {{ arrived_rows('config', 'benchmarks') }}

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
            when known.metric is null then 'missing_metric'
            when known.band is null then 'missing_band'
            when known.source is null then 'missing_source'
            when known.out_of_range_columns is not null then 'out_of_range'
            when high < low or median < low or high < median then 'range_reversed'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by metric, band, source, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by metric, band, source, case when row_reason is null then 1 else 0 end
            order by
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        metric, band, low, median, high, source, unreadable_columns, out_of_range_columns,
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
