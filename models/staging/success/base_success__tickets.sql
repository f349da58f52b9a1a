-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['ticket_id', 'crm_account_id', 'email_domain', 'workspace_id', 'opened_at',
    'solved_at', 'category', 'severity', 'handle_minutes'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_success') }}
with arrived as (

    {{ arrived_rows('success', 'tickets') }}

),

as_of as (select * from {{ ref('as_of') }}),

known as (

    select
        arrived.ticket_id,
        arrived.crm_account_id,
        arrived.email_domain,
        arrived.workspace_id,
        arrived.opened_at,
        case when arrived.solved_at > as_of.as_of_at then null else arrived.solved_at end
            as solved_at,
        arrived.category,
        arrived.severity,
        case when arrived.solved_at > as_of.as_of_at then null else arrived.handle_minutes end
            as handle_minutes,
        coalesce((arrived.opened_at > as_of.as_of_at), false) as is_after_as_of,
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
            when known.ticket_id is null then 'missing_ticket_id'
            when known.opened_at is null then 'missing_opened_at'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of then 'after_as_of'
            when handle_minutes < 0 then 'negative_minutes'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by ticket_id, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by ticket_id, case when row_reason is null then 1 else 0 end
            order by
                opened_at desc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        ticket_id, crm_account_id, email_domain, workspace_id, opened_at, solved_at, category,
        severity, handle_minutes, unreadable_columns, out_of_range_columns, source_file,
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
