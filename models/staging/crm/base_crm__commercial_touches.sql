-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['touch_id', 'touched_at', 'crm_account_id', 'lead_id', 'email_domain',
    'opportunity_id', 'contact_id', 'channel', 'direction', 'actor_id', 'actor_function', 'topic',
    'minutes'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_crm') }}
with arrived as (

    {{ arrived_rows('crm', 'commercial_touches') }}

),

as_of as (select * from {{ ref('as_of') }}),

known as (

    select
        arrived.*,
        coalesce((arrived.touched_at > as_of.as_of_at), false) as is_after_as_of
    from arrived
    cross join as_of

),

judged as (

    select
        known.*,
        case
            when known.unreadable_columns is not null then 'unreadable_value'
            when known.touch_id is null then 'missing_touch_id'
            when known.touched_at is null then 'missing_touched_at'
            when known.channel is null then 'missing_channel'
            when known.channel not in ('call', 'email', 'meeting', 'demo', 'proposal', 'quote')
                then 'unknown_channel'
            when known.direction not in ('outbound', 'inbound')
                then 'unknown_direction'
            when known.actor_function not in ('sales', 'success', 'support', 'marketing',
                'founder', 'partner')
                then 'unknown_actor_function'
            when known.out_of_range_columns is not null then 'out_of_range'
            when known.is_after_as_of then 'after_as_of'
            when minutes < 0 then 'negative_minutes'
        end as row_reason
    from known

),

-- Of several usable rows with one key the first is kept; equals are told apart by their content and place.
counted as (

    select
        judged.*,
        count(*) over (
            partition by touch_id, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by touch_id, case when row_reason is null then 1 else 0 end
            order by
                touched_at asc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        touch_id, touched_at, crm_account_id, lead_id, email_domain, opportunity_id, contact_id,
        channel, direction, actor_id, actor_function, topic, minutes, unreadable_columns,
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
