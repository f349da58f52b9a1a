-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['event_id', 'occurred_at', 'received_at', 'user_id', 'anonymous_id',
    'workspace_id', 'session_id', 'event_name', 'product_line', 'quantity', 'is_bot'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_product') }}
-- depends_on: {{ ref('stg_product__landing_days') }}
with arrived as (

    {{ arrived_rows('product', 'product_events', files_to_read()) }}

),

as_of as (select * from {{ ref('as_of') }}),

parent_1 as (

    select
        workspace_id as parent_id,
        case when is_usable then 1 else 0 end as is_usable
    from {{ ref('stg_product__known_workspaces') }}

),

parent_1_count as (select count(*) as row_count from parent_1),

known as (

    select
        arrived.*,
        coalesce((arrived.received_at > as_of.as_of_at)
            or (arrived.received_at is null and arrived.occurred_at > as_of.as_of_at),
                false) as is_after_as_of
    from arrived
    cross join as_of

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.event_id is null then 'missing_event_id'
            when known.occurred_at is null then 'missing_occurred_at'
            when known.event_name is null then 'missing_event_name'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of or parent_1.is_usable = 0 then 'after_as_of'
            when quantity < 0 then 'negative_quantity'
            when occurred_at > received_at + interval '1' day then 'occurred_after_received'
            when known.workspace_id is not null and parent_1.parent_id is null
                and parent_1_count.row_count > 0 then 'orphan_workspace_id'
        end as row_reason
    from known
    left join parent_1 on known.workspace_id = parent_1.parent_id
    cross join parent_1_count

),

final as (

    select
        event_id, occurred_at, received_at, user_id, anonymous_id, workspace_id, session_id,
        event_name, product_line, quantity, is_bot, unreadable_columns, out_of_range_columns,
        source_file, source_position,
        coalesce(cast(coalesce(received_at, occurred_at) as date), date '1970-01-01') as landed_on,
        coalesce(cast(occurred_at as date), date '1970-01-01') as occurred_on,
        row_reason as quarantine_reason
    from judged

)

select * from final
