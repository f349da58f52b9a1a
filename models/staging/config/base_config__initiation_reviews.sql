-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['revenue_event_id', 'initiated_by', 'reviewed_on'] %}
-- depends_on: {{ ref('gate_config') }}
with arrived as (

    {{ arrived_rows('config', 'initiation_reviews') }}

),

as_of as (select * from {{ ref('as_of') }}),

known as (

    select
        arrived.*,
        coalesce((arrived.reviewed_on > as_of.as_of_on), false) as is_after_as_of
    from arrived
    cross join as_of

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.revenue_event_id is null then 'missing_revenue_event_id'
            when known.initiated_by is null then 'missing_initiated_by'
            when known.reviewed_on is null then 'missing_reviewed_on'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of then 'after_as_of'
            when initiated_by not in ('product', 'human', 'customer', 'contract', 'marketing',
                'unknown') then 'unknown_initiator'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by revenue_event_id, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by revenue_event_id, case when row_reason is null then 1 else 0 end
            order by
                reviewed_on desc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        revenue_event_id, initiated_by, reviewed_on, unreadable_columns, out_of_range_columns,
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
