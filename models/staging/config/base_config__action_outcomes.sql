-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['action_id', 'decision', 'decided_at', 'outcome'] %}
-- depends_on: {{ ref('gate_config') }}
with arrived as (

    {{ arrived_rows('config', 'action_outcomes') }}

),

as_of as (select * from {{ ref('as_of') }}),

known as (

    select
        arrived.*,
        coalesce((arrived.decided_at > as_of.as_of_at), false) as is_after_as_of
    from arrived
    cross join as_of

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.action_id is null then 'missing_action_id'
            when known.decision is null then 'missing_decision'
            when known.decided_at is null then 'missing_decided_at'
            when known.decision not in ('accepted', 'rejected', 'snoozed')
                then 'unknown_decision'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of then 'after_as_of'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by action_id, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by action_id, case when row_reason is null then 1 else 0 end
            order by
                decided_at desc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        action_id, decision, decided_at, outcome, unreadable_columns, out_of_range_columns,
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
