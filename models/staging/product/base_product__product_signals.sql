-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['signal_id', 'signalled_at', 'delivered_at', 'workspace_id', 'crm_account_id',
    'product_line', 'signal_type', 'score', 'delivered_to', 'auto_opened_motion'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_product') }}
with arrived as (

    {{ arrived_rows('product', 'product_signals') }}

),

as_of as (select * from {{ ref('as_of') }}),

known as (

    select
        arrived.signal_id,
        arrived.signalled_at,
        case when arrived.delivered_at > as_of.as_of_at then null else arrived.delivered_at end
            as delivered_at,
        arrived.workspace_id,
        arrived.crm_account_id,
        arrived.product_line,
        arrived.signal_type,
        arrived.score,
        case when arrived.delivered_at > as_of.as_of_at then 'none' else arrived.delivered_to end
            as delivered_to,
        case when arrived.delivered_at > as_of.as_of_at then null else arrived.auto_opened_motion end
            as auto_opened_motion,
        coalesce((arrived.signalled_at > as_of.as_of_at), false) as is_after_as_of,
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
            when known.signal_id is null then 'missing_signal_id'
            when known.signalled_at is null then 'missing_signalled_at'
            when known.signal_type is null then 'missing_signal_type'
            when known.delivered_to is null then 'missing_delivered_to'
            when known.delivered_to not in ('in_app', 'crm_task', 'opportunity', 'email', 'none')
                then 'unknown_delivered_to'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of then 'after_as_of'
            when delivered_at < signalled_at then 'delivered_before_signalled'
        end as row_reason
    from known

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by signal_id, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by signal_id, case when row_reason is null then 1 else 0 end
            order by
                signalled_at desc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        signal_id, signalled_at, delivered_at, workspace_id, crm_account_id, product_line,
        signal_type, score, delivered_to, auto_opened_motion, unreadable_columns,
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
