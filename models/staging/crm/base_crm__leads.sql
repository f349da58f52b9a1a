-- Written from the input contract by `make contract`; edit the contract, not this file.
{%- set columns = ['lead_id', 'crm_account_id', 'email_domain', 'created_at', 'source', 'mql_at',
    'sql_at', 'disposition'] %}
-- depends_on: {{ ref('gate_config') }}
-- depends_on: {{ ref('gate_crm') }}
with arrived as (

    {{ arrived_rows('crm', 'leads') }}

),

as_of as (select * from {{ ref('as_of') }}),

known as (

    select
        arrived.lead_id,
        arrived.crm_account_id,
        arrived.email_domain,
        arrived.created_at,
        arrived.source,
        case when arrived.mql_at > as_of.as_of_at then null else arrived.mql_at end
            as mql_at,
        case when arrived.sql_at > as_of.as_of_at then null else arrived.sql_at end
            as sql_at,
        arrived.disposition,
        coalesce((arrived.created_at > as_of.as_of_at), false) as is_after_as_of,
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
            when known.lead_id is null then 'missing_lead_id'
            when known.created_at is null then 'missing_created_at'
            when known.disposition not in ('open', 'accepted', 'rejected', 'recycled')
                then 'unknown_disposition'
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
            partition by lead_id, case when row_reason is null then 1 else 0 end
        ) as version_count
    from judged

),

ranked as (

    select
        counted.*,
        row_number() over (
            partition by lead_id, case when row_reason is null then 1 else 0 end
            order by
                created_at desc nulls last,
                case when version_count > 1 then {{ row_content(columns) }} end nulls last,
                source_file nulls last,
                source_position nulls last
        ) as version_number
    from counted

),

final as (

    select
        lead_id, crm_account_id, email_domain, created_at, source, mql_at, sql_at, disposition,
        unreadable_columns, out_of_range_columns, source_file, source_position,
        case
            when row_reason is not null then row_reason
            when version_number > 1 then 'duplicate'
        end as quarantine_reason,
        {{ row_key(columns) }} as row_key,
        {{ row_payload(columns) }} as payload
    from ranked

)

select * from final
