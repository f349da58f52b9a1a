-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['invite_id', 'inviter_user_id', 'workspace_id', 'sent_at', 'accepted_at',
    'accepted_user_id', 'is_external'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_product') }}
with arrived as (

    {{ arrived_rows('product', 'invites') }}

),

as_of as (select * from {{ ref('as_of') }}),

parent_1 as (

    select
        workspace_id as parent_id,
        max(case when quarantine_reason is null then 1 else 0 end) as is_usable
    from {{ ref('base_product__workspaces') }}
    where quarantine_reason is null or quarantine_reason = 'after_as_of'
    group by workspace_id

),

parent_1_count as (select count(*) as row_count from parent_1),

known as (

    select
        arrived.invite_id,
        arrived.inviter_user_id,
        arrived.workspace_id,
        arrived.sent_at,
        case when arrived.accepted_at > as_of.as_of_at then null else arrived.accepted_at end
            as accepted_at,
        case when arrived.accepted_at > as_of.as_of_at then null else arrived.accepted_user_id end
            as accepted_user_id,
        arrived.is_external,
        coalesce((arrived.sent_at > as_of.as_of_at), false) as is_after_as_of,
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
            when known.invite_id is null then 'missing_invite_id'
            when known.inviter_user_id is null then 'missing_inviter_user_id'
            when known.workspace_id is null then 'missing_workspace_id'
            when known.sent_at is null then 'missing_sent_at'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of or parent_1.is_usable = 0 then 'after_as_of'
            when accepted_at < sent_at then 'accepted_before_sent'
            when known.workspace_id is not null and parent_1.parent_id is null
                and parent_1_count.row_count > 0 then 'orphan_workspace_id'
        end as row_reason
    from known
    left join parent_1 on known.workspace_id = parent_1.parent_id
    cross join parent_1_count

),

-- Of several usable rows with one key the latest is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by invite_id, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by invite_id, case when row_reason is null then 1 else 0 end
            order by
                sent_at desc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        invite_id, inviter_user_id, workspace_id, sent_at, accepted_at, accepted_user_id,
        is_external, unreadable_columns, out_of_range_columns, source_file, source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from ranked

)

select * from final
